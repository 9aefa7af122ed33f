import { type Command, InvalidArgumentError } from 'commander';
import type { Host } from './host.ts';

/** One command of the program. Its module is loaded only when it is called or asked for help. */
type CommandModule = {
  /** Adds arguments, flags, examples and the action. The action's result is the exit code. */
  define: (command: Command, host: Host, finish: (exitCode: number) => void) => void;
};

/** A line of the command table. */
export type CommandEntry = { name: string; summary: string; load: () => Promise<CommandModule> };

/**
 * Adds the flags that every command has. The program has them too, so that they may stand before the
 * command; an action reads both with `optsWithGlobals()`.
 */
export function withCommonFlags(command: Command): Command {
  return command
    .option('--db <path>', 'the database (default: $CODEX_COCKPIT_DB, else the data folder)')
    .option('--as <email>', "who acts (default: git's user.email, else the account)")
    .option('--read-only', 'refuse everything that would write the history')
    .option('--json', 'print JSON for programs')
    .option('-q, --quiet', 'say nothing but results and errors');
}

/** Reads the number of an entry. */
export function entryNumber(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('It must be the number of an entry.');
  return Number(text);
}

/** Reads a count from 1 on. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}

/** For a flag that may be repeated: all its values in a list. */
export function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** Adds `--suite`, which takes one file and may be repeated, so that check ids can follow it. */
export function withSuiteFlag(command: Command): Command {
  return command.option(
    '--suite <file>',
    'a suite; may be repeated (default: the upgrade suite and checks/*.yaml)',
    collect,
  );
}

/** Adds worked examples below the help of a command. */
export function withExamples(
  command: Command,
  examples: readonly (readonly [line: string, meaning: string])[],
): Command {
  const lines = examples.map(([line, meaning]) => `  $ ${line}\n      ${meaning}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}\n`);
}
