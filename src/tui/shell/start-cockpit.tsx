import { setTimeout as delay } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { type Instance, render } from 'ink';
import type { World } from '../../app/world/world.ts';
import { registry } from '../screens/registry.ts';
import { App } from './app.tsx';
import { Cockpit, type CockpitOptions } from './cockpit.ts';
import { toAscii, translatedTerminal, wantsAscii } from './look/ascii.ts';
import { toSpoken } from './look/spoken.ts';
import { chooseTheme, type Theme, ThemeContext } from './look/theme.ts';

/** How long the first frame waits for its content, in milliseconds. */
const longestBlankMs = 100;

/**
 * Opens the screens on the alternate screen and returns the exit code. However it ends, a run is
 * stopped and recorded first, and the terminal is put back as it was.
 *
 * @param interrupt ends it from outside, as a request to terminate does
 * @throws what made the cockpit impossible, once the terminal is restored
 */
export async function startCockpit(
  world: World,
  options: CockpitOptions,
  interrupt: AbortSignal,
): Promise<number> {
  // Each frame is some megabytes of garbage. By default V8 lets the heap grow to 300 MB before it looks for it, of
  // which 30 MB are in use; so it stays below 150 MB, for about a millisecond more a frame.
  setFlagsFromString('--optimize-for-size');
  const theme = chooseTheme(world.environment);
  let exitCode = 0;
  const ended = Promise.withResolvers<void>();
  const leave = (code: number) => {
    exitCode = code;
    ended.resolve();
  };
  const onFault = (cause: unknown) => ended.reject(cause);
  const onInterrupt = () => leave(130);
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
  interrupt.addEventListener('abort', onInterrupt, { once: true });

  const send = (sequence: string) => process.stdout.write(sequence);
  const cockpit = new Cockpit(registry, world, options, { leave, fail: onFault, send });
  let screen: Instance | undefined;
  try {
    cockpit.load();
    // To draw a frame without content takes as long as to read a short history.
    await Promise.race([cockpit.firstRead(), delay(longestBlankMs), ended.promise]);
    if (!interrupt.aborted) {
      screen = draw(cockpit, theme, world);
      // A fault while rendering ends Ink by itself.
      screen.waitUntilExit().then(() => ended.resolve(), onFault);
      cockpit.watch();
    }
    await ended.promise;
    await cockpit.close();
  } catch (cause) {
    // What made it impossible counts, not what closing comes to after it.
    await cockpit.close().catch(() => undefined);
    throw cause;
  } finally {
    screen?.unmount();
    await screen?.waitUntilExit().catch(() => undefined);
    process.off('uncaughtException', onFault);
    process.off('unhandledRejection', onFault);
    interrupt.removeEventListener('abort', onInterrupt);
  }
  return exitCode;
}

function draw(cockpit: Cockpit, theme: Theme, world: World): Instance {
  return render(
    <ThemeContext value={theme}>
      <App cockpit={cockpit} />
    </ThemeContext>,
    {
      // What is read aloud stays in the terminal, where a screen reader can go back to it.
      alternateScreen: !theme.isSpoken,
      isScreenReaderEnabled: theme.isSpoken,
      exitOnCtrlC: false,
      stdout: terminalFor(theme, world),
    },
  );
}

/** The terminal, with what it cannot show or a screen reader would spell out written in another way. */
function terminalFor({ isSpoken }: Theme, { environment }: World): NodeJS.WriteStream {
  const spoken = isSpoken ? translatedTerminal(process.stdout, toSpoken) : process.stdout;
  return wantsAscii(environment) ? translatedTerminal(spoken, toAscii) : spoken;
}
