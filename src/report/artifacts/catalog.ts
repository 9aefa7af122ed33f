import type { CatalogResult, CatalogVerdict } from '../../domain/artifacts/catalog/judge-command.ts';
import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import { formatDuration } from '../../domain/base/time/duration.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

type Run = { repository: string; verdict: CatalogVerdict; summary: string; at: string; revision: number };

type Catalog = {
  artifact: string;
  revision: number;
  commands: readonly {
    id: string;
    title: string;
    proves: string;
    argv: readonly string[];
    runs: readonly Run[];
  }[];
};

/** The approved commands, what each proves, and what it came to in each repository. */
export function renderCatalog({ artifact, revision, commands }: Catalog): string {
  const blocks = commands.flatMap(({ id, title, proves, argv, runs }) => [
    '',
    `${id}  ${cleanLine(title)}`,
    `  proves  ${cleanLine(proves)}`,
    `  runs    ${cleanLine(argv.join(' '))}`,
    ...alignColumns(
      runs.map((run) => [
        `  ${run.verdict}`,
        cleanLine(run.repository),
        cleanLine(run.summary),
        run.at.slice(0, 10),
        run.revision === revision ? '' : `by revision ${run.revision}`,
      ]),
    ).map((line) => line.trimEnd()),
    ...(runs.length === 0 ? [`  never run: codex-cockpit catalog run ${id}`] : []),
  ]);
  return [`Revision ${revision} of ${artifact} is approved.`, ...blocks, ''].join('\n');
}

/** Everything about one approved command, for people. Durations are milliseconds. */
export function describeCommand({
  id,
  title,
  proves,
  leaves_open,
  argv,
  timeoutMs,
  environment,
  runs,
}: {
  id: string;
  title: string;
  proves: string;
  leaves_open?: string | undefined;
  argv: readonly string[];
  timeoutMs: number;
  environment: readonly string[];
  runs: readonly (Run & { by: string; seq: number; commit: string | null; changed: boolean })[];
}): string {
  const facts = [
    ['proves', proves],
    ['leaves open', leaves_open ?? ''],
    ['runs', argv.join(' ')],
    ['stopped', `after ${formatDuration(timeoutMs)}`],
    ['variables', environment.join(', ')],
  ].filter(([, value]) => value !== '');
  const lines = runs.flatMap(({ verdict, repository, summary, at, by, seq, commit, changed, revision }) => [
    `  ${verdict.padEnd(5)} ${cleanLine(repository)}: ${cleanLine(summary)}`,
    `        ${at.slice(0, 16).replace('T', ' ')} by ${cleanLine(by)}, entry ${seq}, revision ${revision}`,
    `        ${commit === null ? 'without a commit' : `at ${cleanLine(commit).slice(0, 12)}`}${changed ? ', with changes that are in no commit' : ''}`,
  ]);
  return [
    `${id}  ${cleanLine(title)}`,
    '',
    ...facts.map(([name = '', value = '']) => `${name.padEnd(12)}${cleanLine(value)}`),
    '',
    'Newest result in each repository',
    ...(lines.length === 0 ? ['  never run'] : lines),
  ].join('\n');
}

/** How many of the last lines of the output are shown when a command did not pass. */
const mostLines = 40;

/** What a command came to; with the end of its output unless it passed. */
export function renderCatalogResult(result: CatalogResult, paint: Paint): string {
  const { command, repository, commit, changed, verdict, summary, durationMs, output, entry } = result;
  const at = commit === undefined ? 'without a commit' : `at ${commit.slice(0, 12)}`;
  const lines = clean(output).trimEnd().split('\n');
  return [
    ...(verdict === 'pass' ? [] : [...lines.slice(-mostLines), '']),
    `${paintVerdict(verdict, paint)}  ${command}: ${cleanLine(summary)} after ${formatDuration(durationMs)}`,
    `      in ${cleanLine(repository)} ${at}${changed ? ', with changes that are in no commit' : ''} (entry ${entry})`,
    '',
  ].join('\n');
}

/** A result as JSON documents have it (docs/json.md). */
export function catalogResultFields(result: CatalogResult): object {
  const { durationMs, cliVersion, commit, ...rest } = result;
  return { ...rest, commit: commit ?? null, duration_ms: durationMs, cli_version: cliVersion ?? null };
}
