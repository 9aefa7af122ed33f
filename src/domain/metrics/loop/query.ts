import { parseArgs } from 'node:util';
import { UsageError } from '../../base/errors.ts';
import { quoteForShell } from '../../base/shell/quote-for-shell.ts';
import { splitWords } from '../../base/shell/split-words.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { parseWindow } from '../days.ts';
import { METRIC_IDS, type MetricId } from '../metric-set.ts';
import { withoutCredentials } from '../repository-names.ts';
import { GROUPINGS, type Grouping } from '../scope.ts';
import type { Scope } from '../view.ts';

const COMMANDS = ['metric show', 'change alignment', 'change loop-backs'] as const;

/** A command that shows what an answer rests on, read. */
export type Query = {
  command: (typeof COMMANDS)[number];
  /** The command line, as it is stored and run. */
  args: readonly string[];
  /** As it was typed: `30d`, `2026-10`, `2026-10-01..2026-10-31`. */
  window: string | undefined;
  by: Grouping | undefined;
  metric: MetricId | undefined;
  scope: Scope;
};

// Whether a window has begun is asked when the query is run.
const endOfTime = new Date('9999-12-31T00:00:00Z');

const flagsOf: Record<Query['command'], readonly string[]> = {
  'metric show': ['window', 'by', 'metric', 'team', 'cost-centre', 'repository', 'surface'],
  'change alignment': ['window'],
  'change loop-backs': ['window'],
};

/**
 * Reads the query of a question: one of three commands that show something and record nothing, with the flags that
 * choose what is shown.
 *
 * @throws UsageError for any other command, flag or value
 */
export function parseQuery(given: string | readonly string[]): Query {
  const words = typeof given === 'string' ? splitWords(cleanLine(given)) : given.map(cleanLine);
  if (words === undefined) throw new UsageError('the query leaves a quote open');
  const all = words[0] === 'codex-cockpit' ? words.slice(1) : words;
  const name = all.slice(0, 2).join(' ');
  const command = COMMANDS.find((one) => one === name);
  if (command === undefined)
    throw new UsageError(
      `a question cannot run "${name}"`,
      `It can run: ${COMMANDS.join(', ')}. Such as: metric show --by repository --window 30d`,
    );
  const values = readFlags(command, all.slice(2));
  const { window, repository: written } = values;
  const repository = written === undefined ? undefined : withoutCredentials(written);
  if (window !== undefined) parseWindow(window, endOfTime);
  return {
    command,
    // An answer keeps them.
    args:
      written === undefined
        ? all
        : all.map((word) => (word.endsWith(written) ? word.replace(written, () => repository ?? '') : word)),
    window,
    by: oneOf('--by', values.by, GROUPINGS),
    metric: oneOf('--metric', values.metric, METRIC_IDS),
    scope: {
      team: values.team,
      costCentre: values['cost-centre'],
      repository,
      surface: values.surface,
    },
  };
}

/** A query as it is typed in a shell. */
export function formatQuery(args: readonly string[]): string {
  return args.map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoteForShell(word))).join(' ');
}

function readFlags(command: Query['command'], words: readonly string[]): Readonly<Record<string, string>> {
  const known = flagsOf[command];
  try {
    const options = Object.fromEntries(known.map((name) => [name, { type: 'string' as const }]));
    const { values } = parseArgs({ args: [...words], options, strict: true });
    return values as Record<string, string>;
  } catch (cause) {
    throw new UsageError(
      `the query: ${cleanLine((cause as Error).message)}`,
      `${command} of a question takes: ${known.map((name) => `--${name}`).join(', ')}.`,
    );
  }
}

function oneOf<T extends string>(
  flag: string,
  value: string | undefined,
  words: readonly T[],
): T | undefined {
  if (value === undefined) return undefined;
  const found = words.find((word) => word === value);
  if (found !== undefined) return found;
  throw new UsageError(
    `the query: ${flag}: "${value}" is not one of them${didYouMean(value, words)}`,
    `It can be: ${words.join(', ')}.`,
  );
}
