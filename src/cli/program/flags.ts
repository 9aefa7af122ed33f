import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import { parseWholeNumber } from '../../domain/base/text/whole-number.ts';

/** A flag of a command and what a command reads when it is not given. */
export type Flag<T> = { option: Option; absent: T };

/** A positional argument of a command. */
export type Arg<T> = { argument: Argument; absent: T };

/** What commander reads from a flag: a text for `--x <y>`, a text or true for `--x [y]`, else a boolean. */
type FlagValue<Syntax extends string> = Syntax extends `${string}<${string}`
  ? string | undefined
  : Syntax extends `${string}[${string}`
    ? string | true | undefined
    : boolean;

/** What commander reads from an argument: `[files...]` is a list, `[file]` may be absent. */
type ArgValue<Syntax extends string> = Syntax extends `${string}...${string}`
  ? readonly string[]
  : Syntax extends `[${string}`
    ? string | undefined
    : string;

/** A flag that may be left out. */
export function flag<Syntax extends string>(syntax: Syntax, help: string): Flag<FlagValue<Syntax>> {
  const takesText = /[<[]/.test(syntax);
  return { option: new Option(syntax, help), absent: (takesText ? undefined : false) as FlagValue<Syntax> };
}

/** A flag whose text is read, with what it is when it is left out; help shows that, unless it is an object. */
export function readFlag<T>(syntax: string, help: string, read: (text: string) => T): Flag<T | undefined>;
export function readFlag<T>(syntax: string, help: string, read: (text: string) => T, absent: T): Flag<T>;
export function readFlag<T>(syntax: string, help: string, read: (text: string) => T, absent?: T) {
  const option = new Option(syntax, help).argParser(read);
  // Help would show an object as JSON: its help text says what the default is.
  const isShown = absent !== undefined && typeof absent !== 'object';
  return { option: isShown ? option.default(absent) : option, absent };
}

/** A flag that has to be given. */
export function requiredFlag(syntax: string, help: string): Flag<string> {
  return { option: new Option(syntax, help).makeOptionMandatory(), absent: '' };
}

/** A flag that may be repeated: all its values in a list. */
export function repeatedFlag(syntax: string, help: string): Flag<readonly string[]>;
export function repeatedFlag<T>(syntax: string, help: string, read: (text: string) => T): Flag<readonly T[]>;
export function repeatedFlag(syntax: string, help: string, read: (text: string) => unknown = String) {
  const collect = (text: string, previous: readonly unknown[] = []) => [...previous, read(text)];
  return { option: new Option(syntax, help).argParser(collect), absent: [] };
}

/** A flag that takes one of several words. */
export function choiceFlag<const T extends string>(
  syntax: string,
  help: string,
  words: readonly T[],
): Flag<T | undefined>;
export function choiceFlag<const T extends string>(
  syntax: string,
  help: string,
  words: readonly T[],
  absent: T,
): Flag<T>;
export function choiceFlag(syntax: string, help: string, words: readonly string[], absent?: string) {
  const option = new Option(syntax, help).choices(words);
  return { option: absent === undefined ? option : option.default(absent), absent };
}

/** A flag that has to be given and takes one of several words. */
export function requiredChoice<const T extends string>(
  syntax: string,
  help: string,
  words: readonly T[],
): Flag<T> {
  const option = new Option(syntax, help).choices(words).makeOptionMandatory();
  return { option, absent: undefined as unknown as T };
}

/** A positional argument, by its syntax: `<item>`, `[folder]` or `[ids...]`. */
export function arg<Syntax extends string>(syntax: Syntax, help?: string): Arg<ArgValue<Syntax>> {
  const absent = syntax.includes('...') ? [] : undefined;
  return { argument: new Argument(syntax, help), absent: absent as unknown as ArgValue<Syntax> };
}

/** A positional argument that has to be given and is read. */
export function readArg<T>(syntax: `<${string}>`, help: string, read: (text: string) => T): Arg<T> {
  return { argument: new Argument(syntax, help).argParser(read), absent: undefined as T };
}

/** A positional argument with what it is when it is left out. */
export function defaultArg(syntax: `[${string}]`, help: string, absent: string): Arg<string> {
  return { argument: new Argument(syntax, help).default(absent), absent };
}

/** Reads the number of an entry. */
export function entryNumber(text: string): number {
  const number = parseWholeNumber(text, 1);
  if (number === undefined) throw new InvalidArgumentError('It must be the number of an entry.');
  return number;
}

/** Reads a count from 1 on. */
export function wholeNumber(text: string): number {
  const number = parseWholeNumber(text, 1);
  if (number === undefined) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return number;
}

/** `--reason`, for what the history has to explain later. */
export const reasonFlag = requiredFlag('--reason <text>', 'why; the history keeps it');

/** `--artifacts`: where the kinds of artifacts are declared. */
export const kindsFlag = flag(
  '--artifacts <file>',
  'a file with your own kinds of artifacts (default: artifacts.yaml, if it exists)',
);

/** `--suite` takes one file and may be repeated, so that check ids can follow it. */
export const suiteFlag = repeatedFlag(
  '--suite <suite>',
  'the file of a suite, or one that ships: upgrade, sdlc; may be repeated (default: upgrade and checks/*.yaml)',
);

/** `--codex`, for commands that ask a CLI. */
export const codexFlag = flag(
  '--codex <cli>',
  'the CLI to ask (a path, or an installed version; default: the first codex on PATH)',
);

/** `--runs`, for commands about captured runs. */
export const runsFlag = flag(
  '--runs <folder>',
  'the folder of all evidence folders (default: $CODEX_COCKPIT_RUNS, else runs in the data folder)',
);

/**
 * Adds the flags that every command has. The program has them too, so that they may be typed before the
 * command; an action reads both with `optsWithGlobals()`.
 */
export function withCommonFlags(command: Command): Command {
  return command
    .option('--db <path>', 'the database (default: $CODEX_COCKPIT_DB, else the data folder)')
    .option('--as <email>', "who acts (default: git's user.email, else the account)")
    .option('--read-only', 'refuse everything that would write the history')
    .option('--json', 'print JSON for programs')
    .option('-q, --quiet', 'print only results and errors');
}

/** A line that a person can type and what it is for. */
export type Example = readonly [line: string, meaning: string];

/** Adds worked examples below the help of a command. */
export function withExamples(command: Command, examples: readonly Example[]): Command {
  if (examples.length === 0) return command;
  const lines = examples.map(([line, meaning]) => `  $ ${line}\n      ${meaning}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}
