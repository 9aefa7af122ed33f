import { Command, CommanderError } from 'commander';
import { CockpitError, UsageError } from '../../domain/base/errors.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import { commands } from './commands.ts';
import { createHost } from './create-host.ts';
import { suiteFlag, withCommonFlags, withExamples } from './flags.ts';
import type { CommonFlags, Host, OpenScreens } from './host.ts';

/** Runs one command line and returns its exit code (README.md). Never throws. */
export async function runCommandLine(
  args: readonly string[],
  version: string,
  openScreens: OpenScreens,
): Promise<number> {
  if (!hasWorkingFolder()) {
    process.stderr.write(
      'error: the current folder does not exist any more\nChange to another folder and start again.\n',
    );
    return 3;
  }
  return runOn(createHost(version, openScreens), args);
}

/** The same on a given host. */
export async function runOn(host: Host, args: readonly string[]): Promise<number> {
  try {
    return await run(args, host);
  } catch (cause) {
    return explain(cause, host);
  }
}

function hasWorkingFolder(): boolean {
  try {
    process.cwd();
    return true;
  } catch {
    return false;
  }
}

async function run(given: readonly string[], host: Host): Promise<number> {
  let exitCode = 0;
  const finish = (code: number) => {
    exitCode = code;
  };
  const { args, rest } = splitRest(given);
  if (rest) host.rest = rest;
  const program = await defineProgram(args, host, finish);
  await program.parseAsync([...args], { from: 'user' });
  return host.interrupt.aborted ? 130 : exitCode;
}

/** Takes off what belongs to the command that `run` captures: commander would read its flags as ours. */
function splitRest(args: readonly string[]): {
  args: readonly string[];
  rest: readonly string[] | undefined;
} {
  const at = args.indexOf('--');
  if (at < 0 || !args.slice(0, at).includes('run')) return { args, rest: undefined };
  return { args: args.slice(0, at), rest: args.slice(at + 1) };
}

async function defineProgram(
  args: readonly string[],
  host: Host,
  finish: (code: number) => void,
): Promise<Command> {
  const program = new Command('codex-cockpit')
    .description(
      'A cockpit for rolling out and upgrading the Codex CLI. Without a command it opens the screens.',
    )
    .version(`codex-cockpit ${host.version}`, '-V, --version')
    .option(
      '--codex <cli>',
      'the CLI under test (a path, or an installed version; default: the first codex on PATH)',
    )
    .allowExcessArguments()
    .exitOverride()
    .configureOutput({ writeOut: host.out, writeErr: host.message });
  withExamples(withCommonFlags(program.addOption(suiteFlag.option)), [
    ['codex-cockpit', 'open the cockpit; in a pipe, print the status'],
    ['codex-cockpit init --name "Acme rollout"', 'start a rollout with the default pin'],
    ['codex-cockpit check', 'run every check against the codex on PATH'],
    ['codex-cockpit check --codex ./candidate/codex --json', 'judge a candidate, for a program'],
  ]);
  program.addHelpText('after', `\nEnvironment:\n${environment.join('\n')}`);
  program.hook('preAction', (_, action) => {
    const { as, readOnly = false } = action.optsWithGlobals<CommonFlags>();
    host.world = { ...host.world, as, readOnly };
  });
  program.action(async (flags: CommonFlags & { codex?: string; suite?: string[] }, command: Command) => {
    const [unknown] = command.args;
    if (unknown !== undefined) throw unknownCommand(unknown);
    const { openCockpit } = await import('./cockpit.ts');
    finish(await openCockpit(host, flags));
  });
  for (const { name, summary, load } of commands) {
    const command = program
      .command(name)
      .description(summary)
      .allowExcessArguments(false)
      .showHelpAfterError(`(codex-cockpit ${name} --help shows more)`);
    if (args.includes(name)) (await load()).define(command, host, finish);
  }
  return program;
}

const environment = [
  '  CODEX_COCKPIT_DB      the database, where --db names none',
  '  CODEX_COCKPIT_CODEX   the CLI under test, where --codex names none',
  '  CODEX_COCKPIT_THEME   colours of the screens: dark, light, high-contrast, none (also NO_COLOR, COLORFGBG)',
  '  CODEX_COCKPIT_ASCII   screens in ASCII alone',
  '  INK_SCREEN_READER     true: screens for a screen reader',
];

function unknownCommand(word: string): UsageError {
  const names = commands.map(({ name }) => name);
  return new UsageError(
    `there is no command "${cleanLine(word)}"${didYouMean(word, names)}`,
    'codex-cockpit --help lists the commands.',
  );
}

/** Says what went wrong, and returns the exit code for it. */
export function explain(cause: unknown, host: Pick<Host, 'interrupt' | 'message'>): number {
  if (cause instanceof CommanderError) return cause.exitCode === 0 ? 0 : 2;
  if (host.interrupt.aborted) return 130;
  if (cause instanceof CockpitError) {
    host.message(
      `error: ${clean(cause.message)}\n${cause.next === undefined ? '' : `${clean(cause.next)}\n`}`,
    );
    return cause.exitCode;
  }
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  host.message(`error: this is a fault of codex-cockpit itself: ${clean(message)}\n`);
  return 3;
}
