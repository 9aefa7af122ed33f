import { setImmediate } from 'node:timers/promises';
import { Text, useApp, useInput, usePaste, useStdin, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import type { Cockpit } from './cockpit.ts';
import { FRAME_LINES, Frame } from './frame/frame.tsx';
import { keysOf } from './keys/read-keys.ts';

const smallest = { columns: 60, rows: 16 };

/** The whole cockpit on the screen: keys in, state out. */
export function App({ cockpit }: { cockpit: Cockpit }): ReactNode {
  const state = useSyncExternalStore(cockpit.subscribe, cockpit.state);
  const { columns, rows } = useWindowSize();
  const { suspendTerminal } = useApp();
  const { stdin } = useStdin();
  // One line less than the terminal has: a full frame would make Ink clear the screen at each update.
  const height = rows - 1;

  useEffect(() => {
    cockpit.lendWith((work) =>
      suspendTerminal(async () => {
        await stopReading(stdin);
        await work();
      }),
    );
  }, [cockpit, suspendTerminal, stdin]);
  useEffect(() => {
    cockpit.dispatch({ type: 'resized', page: { rows: Math.max(1, height - FRAME_LINES), columns } });
  }, [cockpit, height, columns]);
  useInput((input, key) => {
    for (const pressed of keysOf(input, key)) cockpit.dispatch({ type: 'pressed', ...pressed });
  });
  usePaste((text) => cockpit.paste(text));

  if (columns < smallest.columns || rows < smallest.rows) {
    return (
      <Text>{`The terminal is too small: ${columns}×${rows}, needed ${smallest.columns}×${smallest.rows}.`}</Text>
    );
  }
  return <Frame registry={cockpit.registry} state={state} width={columns} height={height} />;
}

/**
 * Ends the reading that Node has under way. Ink detaches its listener only, so that what is typed next would still come
 * here rather than to the program that has the terminal.
 */
async function stopReading(stdin: NodeJS.ReadableStream): Promise<void> {
  // A stream only pauses when it flows, and only flows once it has noticed that the listener is gone.
  await setImmediate();
  stdin.resume();
  stdin.pause();
  await setImmediate();
}
