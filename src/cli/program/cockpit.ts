import { readCurrentStatus, renderStatus } from '../rollout/print-status.ts';
import { callOf } from './call.ts';
import type { CommonFlags, Host } from './host.ts';

const screens = [
  ['Rollout', 'codex-cockpit status'],
  ['Checks', 'codex-cockpit check'],
  ['History', 'codex-cockpit history'],
] as const;

/**
 * Opens the screens. Without a terminal it prints the status and names the command for each screen.
 */
export async function openCockpit(
  host: Host,
  flags: CommonFlags & { codex?: string; suite?: string[] },
): Promise<number> {
  if (host.isInteractive && !flags.json) {
    // A line on stderr would tear the screens.
    const { tell: _, ...quietly } = host.world;
    return host.openScreens(quietly, flags, host.interrupt);
  }
  const call = callOf(host, flags);
  const status = await readCurrentStatus(call);
  host.out(renderStatus(status, flags.json ? 'json' : 'text', call));
  if (!flags.json) {
    const lines = screens.map(([screen, command]) => `  ${screen.padEnd(8)} ${command}\n`);
    call.say(`There is no terminal, so no screen is shown. Use these commands instead:\n${lines.join('')}`);
  }
  return 0;
}
