import { formatPlace } from '../../../domain/base/documents/place.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { formatDuration } from '../../../domain/base/time/duration.ts';
import { factLines } from '../../components/text.ts';
import type { WantedDocument } from '../../shell/screen.ts';
import type { State } from '../../shell/state.ts';
import type { CheckRow } from './rows.ts';

/** Everything that is known of a check, as one text. */
export function checkDetail({ check, result }: CheckRow, documents: State['documents']): string {
  const head = [
    `${check.id}: ${check.title}`,
    check.why,
    '',
    `severity ${check.severity}, scope ${check.scope}, owner ${check.owner}, declared at ${formatPlace(check.declaredAt)}`,
    '',
  ];
  if (!result) return [...head, 'It has not run yet.', `Remedy, should it fail: ${check.remedy}`].join('\n');
  const facts = Object.entries({
    verdict: result.verdict,
    summary: result.summary,
    expected: result.expected,
    actual: result.actual,
    remedy: result.remedy,
    took: formatDuration(result.durationMs),
    recorded: `entry ${result.seq}, ${result.at}`,
  }).flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(9)} ${text}`]));
  const issues = result.knownIssues.map(({ text, link }) => `known     ${text} ${link}`);
  const texts = result.evidence.flatMap(({ label, sha256 }) => [
    '',
    `$ ${label}`,
    documents[`evidence ${sha256}`] ?? 'reading…',
  ]);
  return [...head, ...facts, ...issues, ...texts].join('\n');
}

/** What matters of a check beside the list: what was found, what to do, and why it is asked. */
export function checkPreview({ check, result }: CheckRow, documents: State['documents']): string {
  const found = result ?? { summary: 'it has not run yet', expected: undefined, actual: undefined };
  const recorded =
    result &&
    `entry ${result.seq}, ${result.at.slice(0, 16).replace('T', ' ')}, in ${formatDuration(result.durationMs)}`;
  return [
    ...factLines([
      ['found', found.summary],
      ['expected', found.expected],
      ['actual', found.actual],
      ['remedy', result ? result.remedy : `should it fail: ${check.remedy}`],
      ['on', result?.cliVersion && `codex-cli ${result.cliVersion}`],
      ['recorded', recorded],
      ['owner', check.owner],
    ]),
    ...(result?.knownIssues ?? []).map(({ text, link }) => cleanLine(`known     ${text} ${link}`)),
    '',
    check.title,
    `  ${cleanLine(check.why)}`,
    ...(result?.evidence ?? []).flatMap(({ label, sha256 }) => [
      '',
      cleanLine(`$ ${label}`),
      ...(documents[`evidence ${sha256}`] ?? '').split('\n').slice(0, 10),
    ]),
  ].join('\n');
}

/** The texts of the evidence of a check. */
export function evidenceOf(row: CheckRow | undefined): readonly WantedDocument[] {
  return (row?.result?.evidence ?? []).map(({ sha256 }) => ({
    name: `evidence ${sha256}`,
    read: async (store) => (await store?.blob(sha256))?.text ?? '(not in the database)',
  }));
}
