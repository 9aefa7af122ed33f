import { Command } from 'commander';
import type { World } from '../../src/app/world/world.ts';
import { type Define, group, type Subcommand, subcommand } from '../../src/cli/program/subcommand.ts';
import { plain } from '../../src/report/base/paint.ts';

export { subcommand };

/** Runs a command that only a test has, with its arguments; what it printed and its exit code. */
export async function runThrowaway(world: World, what: Subcommand | Define, ...args: string[]) {
  const printed = { code: undefined as number | undefined, stdout: '', stderr: '' };
  const program = new Command('throwaway').exitOverride().configureOutput({
    writeOut: (text) => {
      printed.stdout += text;
    },
    writeErr: (text) => {
      printed.stderr += text;
    },
  });
  const host = {
    ...{ world, version: '0.0.0', paint: plain, isInteractive: false, writesToTerminal: false },
    out: (text: string) => {
      printed.stdout += text;
    },
    write: async () => undefined,
    message: (text: string) => {
      printed.stderr += text;
    },
    columns: undefined,
    messagesToTerminal: false,
    interrupt: new AbortController().signal,
    openScreens: async () => 0,
  };
  const define = typeof what === 'function' ? what : group({ subcommands: [what] });
  define(program, host, (code) => {
    printed.code = code;
  });
  await program.parseAsync(args, { from: 'user' });
  return printed;
}
