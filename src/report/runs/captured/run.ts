import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import type { CapturedRun } from '../../../domain/runs/events.ts';
import { jsonDocument } from '../../base/json-document.ts';
import { alignColumns } from '../../base/table.ts';

/** A captured run and where it is. */
export type ShownRun = { run: CapturedRun; entry: number | undefined; folder: string | undefined };

/** Captured runs, and folders of runs that have no record. */
export type ShownRuns = {
  runs: readonly ShownRun[];
  unfinished: readonly { run: string; folder: string; changedAt: string }[];
  unread: readonly { folder: string; why: string }[];
};

/** One line of what a run did, for a person who has just seen it run. */
export function renderCaptured({ run, entry, folder }: ShownRun): string {
  const { outcome, reason, message, duration_ms: duration } = run;
  const time = duration === null ? '' : ` in ${formatDuration(duration)}`;
  const because = reason === null ? '' : ` (${reason})${message === '' ? '' : `: ${message}`}`;
  const counts = [
    countOf(run.changes.total, 'changed file'),
    countOf(run.commands_total, 'command'),
    ...(run.usage.input === null ? [] : [`${run.usage.input} tokens in, ${run.usage.output ?? 0} out`]),
  ];
  const where =
    entry === undefined ? `evidence: ${folder ?? 'none'}` : `entry ${entry}, evidence: ${folder ?? 'none'}`;
  return `captured run ${run.run}: ${cleanLine(`${outcome}${time}${because}`)}\n  ${counts.join(', ')}\n  ${where}\n`;
}

/** Captured runs as a table, newest first. */
export function renderRunTable({ runs, unfinished, unread }: ShownRuns): string {
  if (runs.length + unfinished.length + unread.length === 0) return 'No captured run.\n';
  const head = ['run', 'began', 'outcome', 'reason', 'version', 'files', 'commands', 'entry', 'asked'];
  const rows = runs.map(({ run, entry }) => [
    run.run,
    (run.started_at ?? '-').replace(/\.\d+Z$/, 'Z'),
    run.outcome,
    run.reason ?? '-',
    run.tool.version ?? '-',
    String(run.changes.total),
    String(run.commands_total),
    entry === undefined ? 'not recorded' : String(entry),
    cleanLine(run.inputs.prompt?.summary ?? '').slice(0, 60),
  ]);
  const table = rows.length === 0 ? [] : alignColumns([head, ...rows]).map((line) => line.trimEnd());
  const open = unfinished.map(
    ({ folder, changedAt }) =>
      `unfinished: ${folder}: nothing was written since ${changedAt}: it is at work or was killed`,
  );
  const faulty = unread.map(({ folder, why }) => `cannot be read: ${folder}: ${why}`);
  return [...table, ...open, ...faulty].map((line) => `${cleanControls(line)}\n`).join('');
}

const cleanControls = (line: string) => line.replace(/[\n\t]/g, ' ');

/** Everything that a person asks of one run. */
export function renderRun(shown: ShownRun): string {
  const { run, entry, folder } = shown;
  const { tool, git, ci, inputs, policy, usage, changes } = run;
  const rows: (readonly [string, string])[] = [
    ['run', run.run],
    ['outcome', `${run.outcome}${run.reason === null ? '' : ` (${run.reason})`}`],
    ['said', run.message],
    ['began', run.started_at ?? 'unknown'],
    ['took', run.duration_ms === null ? 'unknown' : formatDuration(run.duration_ms)],
    [
      'ended',
      run.end === null
        ? 'unknown'
        : run.end.signal === null
          ? `exit code ${run.end.code}`
          : `signal ${run.end.signal}`,
    ],
    [
      'captured',
      `${run.origin === 'imported' ? 'elsewhere' : 'here'}, ${run.mode === 'ci' ? 'in CI' : 'by a person'}`,
    ],
    ['recorded', entry === undefined ? 'no' : `entry ${entry}`],
    [
      'CLI',
      [tool.version ?? 'unknown version', ...(tool.pin === null ? [] : [`pin ${tool.pin}`])].join(', '),
    ],
    ['program', tool.sha256 ?? ''],
    [
      'model',
      [tool.model, tool.effort, tool.profile && `profile ${tool.profile}`].filter(Boolean).join(', '),
    ],
    ['arguments', run.arguments.join(' ')],
    [
      'asked',
      inputs.prompt === null
        ? 'nothing'
        : `${inputs.prompt.summary} (${inputs.prompt.from}, ${inputs.prompt.bytes} bytes)`,
    ],
    ['policy', policyText(policy)],
    [
      'repository',
      git === null ? 'none' : `${git.repository}${git.branch === null ? '' : `, ${git.branch}`}`,
    ],
    ['commit', git === null ? '' : commitText(git)],
    [
      'job',
      ci === null ? '' : [ci.provider, ci.workflow, ci.job, ci.run, ci.actor].filter(Boolean).join(', '),
    ],
    ['tokens', tokensText(usage)],
    ['items', itemsText(run.items)],
    ['evidence', folder ?? 'not here'],
  ];
  const lines = alignColumns(
    rows.filter(([, text]) => text !== '').map(([name, text]) => [name, cleanLine(text)]),
  );
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : ['', title, ...items.map((one) => `  ${cleanLine(one)}`)];
  const more = changes.total - changes.files.length;
  return [
    ...lines,
    ...list('Changed files', [
      ...changes.files.map(
        ({ kind, path, seen }) => `${kind} ${path}${seen === 'stream' ? ' (only the stream names it)' : ''}`,
      ),
      ...(more > 0 ? [`and ${more} more`] : []),
    ]),
    ...list(
      'Commands',
      run.commands.map(({ command, exit, status }) => `${exit ?? status}  ${command}`),
    ),
    ...list('Given files', [
      ...inputs.instructions.map(({ path }) => `instructions ${path}`),
      ...inputs.rules.map(({ path }) => `rules ${path}`),
      ...inputs.config.map(({ path }) => `configuration ${path}`),
      ...(inputs.output_schema === null ? [] : [`output schema ${inputs.output_schema.path}`]),
    ]),
    ...list('Faults', run.faults),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function policyText({ sandbox, approval, network, from }: CapturedRun['policy']): string {
  if (from === 'unknown') return 'unknown';
  const parts = [
    `sandbox ${sandbox ?? 'unknown'}`,
    `approval ${approval ?? 'unknown'}`,
    `network ${network === null ? 'unknown' : network ? 'on' : 'off'}`,
  ];
  return `${parts.join(', ')} (by the ${from === 'session' ? 'session file' : 'arguments'})`;
}

function commitText({ base, head, dirty }: NonNullable<CapturedRun['git']>): string {
  const moved = head === base ? '' : `, then ${head ?? 'none'}`;
  return `${base ?? 'none'}${moved}${dirty ? ', with changes before the run' : ''}`;
}

function tokensText(usage: CapturedRun['usage']): string {
  const names = {
    input: 'in',
    cached: 'cached',
    cache_write: 'cache written',
    output: 'out',
    reasoning: 'reasoning',
  };
  const known = Object.entries(names).flatMap(([key, name]) => {
    const count = usage[key as keyof typeof usage];
    return count === null ? [] : [`${count} ${name}`];
  });
  return known.join(', ') || 'unknown';
}

const itemsText = (items: CapturedRun['items']) =>
  Object.entries(items)
    .map(
      ([type, counts]) =>
        `${type} ${Object.entries(counts)
          .map(([status, count]) => `${count} ${status}`)
          .join(' ')}`,
    )
    .join(', ');

/** One run for programs. */
export const renderRunJson = ({ run, entry, folder }: ShownRun): string =>
  jsonDocument('captured-run', { entry: entry ?? null, folder: folder ?? null, run });

/** Captured runs for programs. */
export const renderRunTableJson = ({ runs, unfinished, unread }: ShownRuns): string =>
  jsonDocument('captured-runs', {
    runs: runs.map(({ run, entry, folder }) => ({ entry: entry ?? null, folder: folder ?? null, run })),
    unfinished: unfinished.map(({ run, folder, changedAt }) => ({ run, folder, changed_at: changedAt })),
    unread: unread.map(({ folder, why }) => ({ folder, why })),
  });
