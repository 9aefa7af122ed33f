import type { Command } from 'commander';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import { type Call, callOf } from './call.ts';
import { type Arg, type Example, type Flag, withCommonFlags, withExamples } from './flags.ts';
import type { CommonFlags, Host } from './host.ts';

/** Adds to a command of commander what it takes and does. The action's result is the exit code. */
export type Define = (command: Command, host: Host, finish: (exitCode: number) => void) => void;

/** A subcommand, ready to be added to its group. */
export type Subcommand = {
  name: string;
  summary: string;
  isDefault?: boolean;
  /** An earlier name, which still works and is in no help. */
  earlierName?: string;
} & ({ define: Define } | LateDefine);

/** What it takes and does, from a module that is loaded only when it is called or asked for help. */
type LateDefine = { load: () => Promise<Define> };

type Args = Readonly<Record<string, Arg<unknown>>>;
type Flags = Readonly<Record<string, Flag<unknown>>>;
type Nothing = Record<never, never>;
type Takes<Specs> = { [Name in keyof Specs]: Specs[Name] extends { absent: infer T } ? T : never };
type Given<A, F> = Takes<A> & Takes<F> & CommonFlags;

/** What a command takes, does and prints. `A` are its arguments, `F` its flags, `R` what its work returns. */
export type Action<A extends Args, F extends Flags, R> = {
  /** In the order in which they are typed. */
  args?: A;
  flags?: F;
  examples?: readonly Example[];
  /** What follows the name in the help, where its arguments do not say it. */
  usage?: string;
  /** Further help, below the examples. */
  notes?: string;
  run: (given: Given<A, F>, call: Call) => R;
  /** The result for a person, to stdout. */
  text: (result: Awaited<R>, call: Call<Given<A, F>>) => string;
  /** The result for a program (`--json`), to stdout. */
  json: (result: Awaited<R>, call: Call<Given<A, F>>) => string;
  /** What to do next, to stderr; not with `--json` or `--quiet`. */
  advice?: (result: Awaited<R>, call: Call<Given<A, F>>) => string | undefined;
  /** What is left to do once the result is printed, such as writing it to files. */
  after?: (result: Awaited<R>, call: Call<Given<A, F>>) => Promise<void>;
  /** The exit code (default: 0). */
  exit?: (result: Awaited<R>, call: Call<Given<A, F>>) => number;
};

/** A command that does something itself. */
export function action<A extends Args = Nothing, F extends Flags = Nothing, R = void>(
  spec: Action<A, F, R>,
): Define {
  const { args = {} as A, flags = {} as F, examples = [], usage, notes } = spec;
  return (command, host, finish) => {
    for (const { argument } of Object.values(args)) command.addArgument(argument);
    for (const { option } of Object.values(flags)) command.addOption(option);
    withExamples(withCommonFlags(command), examples);
    if (usage !== undefined) command.usage(usage);
    if (notes !== undefined) command.addHelpText('after', `\n${notes}`);
    command.action(async () => {
      const given = readGiven(command, args, flags);
      const call = callOf(host, given);
      const result = await spec.run(given, call);
      const printed = given.json ? spec.json(result, call) : spec.text(result, call);
      if (printed !== '') host.out(printed);
      const advice = given.json ? undefined : spec.advice?.(result, call);
      if (advice !== undefined) call.say(advice);
      await spec.after?.(result, call);
      finish(spec.exit?.(result, call) ?? 0);
    });
  };
}

/** A subcommand that does something itself. */
export function subcommand<A extends Args = Nothing, F extends Flags = Nothing, R = void>(
  spec: Omit<Subcommand, 'define' | 'load'> & Action<A, F, R>,
): Subcommand {
  const { name, summary, isDefault = false, earlierName } = spec;
  return { name, summary, isDefault, ...(earlierName && { earlierName }), define: action(spec) };
}

/** A command with nearly the same name, and the words that are subcommands of it alone. */
type Elsewhere = { command: string; words: readonly string[] };

/** A command that has subcommands, and may do something itself (`own`). */
export function group({
  subcommands,
  examples = [],
  own,
  elsewhere,
}: {
  subcommands: readonly Subcommand[];
  examples?: readonly Example[];
  own?: Define;
  elsewhere?: Elsewhere;
}): Define {
  return (command, host, finish) => {
    own?.(command, host, finish);
    for (const subcommand of subcommands) {
      const { name, summary, isDefault = false, earlierName } = subcommand;
      const one = command.command(name, { isDefault }).description(summary);
      one.showHelpAfterError(`(codex-cockpit ${pathOf(one)} --help shows more)`);
      const names = [one];
      if (earlierName !== undefined) names.push(command.command(earlierName, { hidden: true }));
      const fill = (define: Define) => {
        for (const named of names) define(named, host, finish);
        if (isDefault) refuseOtherWords(one, command, elsewhere);
      };
      if ('define' in subcommand) fill(subcommand.define);
      else
        command.hook('preSubcommand', async (_, called) => {
          if (names.includes(called)) fill(await subcommand.load());
        });
    }
    command.on('command:*', ([word = '']) => {
      throw unknownSubcommand(command, word, elsewhere);
    });
    withExamples(command, examples);
  };
}

/**
 * Names the word that is no subcommand. Commander takes it for an argument of the default one, and would say that this
 * has too many.
 */
function refuseOtherWords(byDefault: Command, command: Command, elsewhere?: Elsewhere): void {
  if (byDefault.registeredArguments.length > 0) return;
  byDefault.allowExcessArguments().hook('preAction', ({ args }) => {
    const [word] = command.args;
    if (args.length === 0 || word === undefined) return;
    if (word !== byDefault.name()) throw unknownSubcommand(command, word, elsewhere);
    byDefault.error(`error: too many arguments for '${word}'. Expected 0 arguments but got ${args.length}.`);
  });
}

/** The words by which a command is called. */
function pathOf(command: Command): string {
  const outer = command.parent?.parent ? `${pathOf(command.parent)} ` : '';
  return `${outer}${command.name()}`;
}

function unknownSubcommand(command: Command, word: string, elsewhere?: Elsewhere): UsageError {
  const group = pathOf(command);
  if (elsewhere?.words.includes(word))
    return new UsageError(
      `there is no command "${group} ${word}"; did you mean "${elsewhere.command} ${word}"?`,
      `codex-cockpit ${elsewhere.command} --help lists its commands.`,
    );
  const names = command.commands.map((one) => one.name());
  return new UsageError(
    `there is no command "${group} ${cleanLine(word)}"${didYouMean(word, names)}`,
    `codex-cockpit ${group} --help lists its commands.`,
  );
}

function readGiven<A extends Args, F extends Flags>(command: Command, args: A, flags: F): Given<A, F> {
  const values = command.optsWithGlobals<Record<string, unknown>>();
  const { db, as, readOnly, json, quiet } = values;
  const given: Record<string, unknown> = { db, as, readOnly, json, quiet };
  for (const [name, { option, absent }] of Object.entries(flags))
    given[name] = values[option.attributeName()] ?? absent;
  for (const [index, [name, { absent }]] of Object.entries(args).entries())
    given[name] = command.processedArgs[index] ?? absent;
  return given as Given<A, F>;
}
