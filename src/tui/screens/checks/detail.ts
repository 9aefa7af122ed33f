import { formatPlace } from '../../../domain/base/documents/place.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine } from '../../../domain/base/text/fit.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { remedyFor } from '../../../domain/checks/check.ts';
import type { RecordedCheck } from '../../../domain/checks/recorded.ts';
import type { FindingChange } from '../../../domain/checks/runs/compare-runs.ts';
import { TRAIL_LENGTH } from '../../../domain/checks/runs/trail.ts';
import type { Verdict } from '../../../domain/checks/verdict.ts';
import { verdictLooks } from '../../../report/base/looks.ts';
import { factLines } from '../../components/text.ts';
import type { WantedDocument } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import type { CheckRow } from './rows.ts';

/** Everything that is known of a check, as one text. */
export function checkDetail(row: CheckRow, { documents, status }: State): string {
  const { check, result } = row;
  return [
    `${check.id}: ${check.title}`,
    check.why,
    '',
    `severity ${check.severity}, scope ${check.scope}, owner ${check.owner}, declared at ${formatPlace(check.declaredAt)}`,
    '',
    ...findingOf(row, status?.pin),
    ...trailLines(row),
    ...changeLines(row),
    ...(result ? evidenceLines(result, documents) : []),
  ].join('\n');
}

/** What matters of a check beside the list: what was found, what to do, how it was before, and why it is asked. */
export function checkPreview(row: CheckRow, { documents, status }: State): string {
  const { check, result } = row;
  return [
    ...(result ? shortFinding(row, result) : findingOf(row, status?.pin)),
    ...changeLines(row),
    '',
    check.title,
    `  ${cleanLine(check.why)}`,
    ...(result ? evidenceLines(result, documents, { most: 10, unread: '' }) : []),
  ].join('\n');
}

function findingOf(row: CheckRow, pin = ''): readonly string[] {
  const { check, state, result } = row;
  const owner = factLines([['owner', check.owner]]);
  if (result) return [...underWay(row), ...findingLines(result), ...owner];
  const isUnderWay = isRunning(row);
  return [
    ...factLines([
      ['found', isUnderWay ? `nothing yet: it is ${state}` : 'it has not run yet'],
      ['remedy', isUnderWay ? undefined : `should it fail: ${remedyFor(check.remedy, pin)}`],
    ]),
    ...owner,
  ];
}

const isRunning = ({ state }: CheckRow) => state === 'running' || state === 'waiting';

function underWay(row: CheckRow): readonly string[] {
  return isRunning(row) ? factLines([['now', `${row.state}; this is its result before`]]) : [];
}

/** The same with what a small preview has room for first; the verdict stands in the list. */
function shortFinding(row: CheckRow, result: RecordedCheck): readonly string[] {
  return [
    ...underWay(row),
    ...factLines([
      ['found', result.summary],
      ['actual', result.actual],
      ['remedy', result.remedy],
    ]),
    ...trailLines(row),
    ...factLines([['expected', result.expected], ...originOf(result), ['owner', row.check.owner]]),
    ...knownLines(result),
  ];
}

/** What a result says, a fact a line. */
export function findingLines(result: RecordedCheck): readonly string[] {
  return [
    ...factLines([
      ['verdict', worded(result.verdict)],
      ['found', result.summary],
      ['expected', result.expected],
      ['actual', result.actual],
      ['remedy', result.remedy],
      ...originOf(result),
    ]),
    ...knownLines(result),
  ];
}

function originOf({
  cliVersion,
  seq,
  at,
  durationMs,
}: RecordedCheck): readonly (readonly [string, string])[] {
  return [
    ['on', cliVersion === undefined ? 'a CLI without a version' : `codex-cli ${cliVersion}`],
    ['recorded', `entry ${seq}, ${timeOf({ at })}, in ${formatDuration(durationMs)}`],
  ];
}

function knownLines({ knownIssues }: RecordedCheck): readonly string[] {
  return knownIssues.flatMap(({ text, link }) => factLines([['known', `${text} ${link}`]]));
}

/** Terminal cells of a command that are shown: some are scripts. */
const longestLabel = 240;

/** What a result printed, whole or the first lines of each text. */
export function evidenceLines(
  result: RecordedCheck,
  documents: State['documents'],
  { most = Number.POSITIVE_INFINITY, unread = 'reading…' } = {},
): readonly string[] {
  return result.evidence.flatMap(({ label, sha256 }) => {
    const text = documents[`evidence ${sha256}`] ?? unread;
    return ['', `$ ${fitLine(cleanLine(label), longestLabel)}`, ...text.split('\n').slice(0, most)];
  });
}

/** The last results, oldest first, and since when it fails. */
function trailLines({ trail, result }: CheckRow): readonly string[] {
  if (!trail || !result) return [];
  const isNew = result.seq > trail.newest.seq;
  const verdicts = [...trail.results.map(({ verdict }) => verdict), ...(isNew ? [result.verdict] : [])];
  const shown = verdicts.slice(-TRAIL_LENGTH);
  const fails = result.verdict === 'fail' || result.verdict === 'error';
  const since = fails ? `   failing since entry ${trail.failingSince ?? result.seq}` : '';
  return [`${`last ${shown.length}`.padEnd(9)} ${shown.map(worded).join('  ')}${since}`];
}

/** What differs from the result before. */
function changeLines({ changes, before, result }: CheckRow): readonly string[] {
  if (!before || !result || changes.length === 0) return [];
  return ['', 'Changed since the run before', ...describeChanges(changes, { before, after: result })];
}

/** What differs between two findings, as a diff: how it was, and how it is. */
export function describeChanges(
  changes: readonly FindingChange[],
  { before, after }: { before: RecordedCheck; after: RecordedCheck },
): readonly string[] {
  const fact = (name: string, text: string | undefined) => factLines([[name, text || 'nothing']]).join('');
  return [
    `--- entry ${before.seq}, ${timeOf(before)}, on ${before.cliVersion ?? 'a CLI without a version'}`,
    `+++ entry ${after.seq}, ${timeOf(after)}, on ${after.cliVersion ?? 'a CLI without a version'}`,
    ...changes.flatMap(({ field, before: was, after: is }) => [
      `-${fact(field, was)}`,
      `+${fact(field, is)}`,
    ]),
  ];
}

const timeOf = ({ at }: Pick<RecordedCheck, 'at'>) => at.slice(0, 16).replace('T', ' ');

const worded = (verdict: Verdict) => `${verdictLooks[verdict].glyph} ${verdict}`;

/** The texts of the evidence of results. */
export function evidenceOf(...results: readonly (RecordedCheck | undefined)[]): readonly WantedDocument[] {
  return results
    .flatMap((result) => result?.evidence ?? [])
    .map(({ sha256 }) => ({
      name: `evidence ${sha256}`,
      read: async (store) => (await store?.blob(sha256))?.text ?? '(not in the database)',
    }));
}
