import { printStatus } from '../rollout/print-status.ts';
import type { CommonFlags, Host } from './host.ts';

const screens = [
  ['Rollout', 'codex-cockpit status'],
  ['Checks', 'codex-cockpit check'],
  ['History', 'codex-cockpit history'],
] as const;

/**
 * Opens the screens. Without a terminal it prints the status and says how to get each screen as a
 * command.
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
  await printStatus(host, flags);
  if (!flags.json && !flags.quiet) {
    const lines = screens.map(([screen, command]) => `  ${screen.padEnd(8)} ${command}\n`);
    host.talk(`Not a terminal, so no screens. The same as commands:\n${lines.join('')}`);
  }
  return 0;
}
