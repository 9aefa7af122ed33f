import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import type { Coverage, Gap } from '../../../domain/metrics/compliance/coverage.ts';
import type { KnownRecord } from '../../../domain/metrics/compliance/known-record.ts';
import { placeName } from '../../../domain/metrics/compliance/not-covered.ts';
import { jsonDocument } from '../../base/json-document.ts';
import type { Paint } from '../../base/paint.ts';
import { recordFields, recordLines } from './who.ts';

/** What is known of the compliance logs. */
type View = {
  retentionDays: number;
  coverage: readonly Coverage[];
  notCovered: readonly string[];
  newest: readonly KnownRecord[];
};

const basisWords = {
  listed: 'fetched',
  stated: 'imported, as a person stated it',
  records: 'imported, from the first to the last record of a file',
} as const;

const shownOfNewest = 5;

/** How far the logs are known, what is missing and how long it can still be fetched. */
export function renderComplianceStatus(view: View, paint: Paint): string {
  const { coverage, notCovered, newest } = view;
  const parts = [
    ...(coverage.length === 0 ? [['No compliance log was imported or fetched.']] : []),
    ...coverage.map((one) => [
      paint('bold', cleanLine(`${one.log} of ${placeName(one.place)}`)),
      ...coverageLines(one).map((line) => `  ${line}`),
    ]),
    [paint('bold', 'Not covered'), ...notCovered.map((line) => `  - ${cleanLine(line)}`)],
    ...(newest.length === 0
      ? []
      : [
          [
            paint('bold', 'Newest'),
            ...recordLines(newest.slice(0, shownOfNewest)).map((line) => `  ${line}`),
          ],
        ]),
  ];
  return `${parts.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** What is known of one log, a line each. */
function coverageLines(one: Coverage): readonly string[] {
  const words = one.basis.map((basis) => basisWords[basis]).join('; ');
  return [
    `known from ${minute(one.from)} to ${minute(one.to)} (${words})`,
    ...(one.filesToFetch === 0 ? [] : [`${countOf(one.filesToFetch, 'log file')} still to be fetched`]),
    whenRemoved(one),
    ...one.gaps.map(gapLine),
  ];
}

function whenRemoved({ removedFrom, daysLeft, isBeingRemoved }: Coverage): string {
  if (isBeingRemoved)
    return `OpenAI removes what was not fetched since ${day(removedFrom)}: fetch or import it now`;
  const left = daysLeft === 0 ? 'in less than a day' : `in ${countOf(daysLeft, 'day')}`;
  return `what comes after is removed from ${day(removedFrom)} on, ${left}`;
}

function gapLine({ from, to, removedOn }: Gap): string {
  const until = removedOn === null ? 'removed by now' : `can be fetched until ${day(removedOn)}`;
  return `gap from ${minute(from)} to ${minute(to)}: ${until}`;
}

const minute = (moment: string) => moment.slice(0, 16).replace('T', ' ');
const day = (moment: string) => moment.slice(0, 10);

/** The same for a program. */
export const renderComplianceStatusJson = ({ retentionDays, coverage, notCovered, newest }: View): string =>
  jsonDocument('compliance-status', {
    retention_days: retentionDays,
    logs: coverage.map((one) => ({
      ...{ place: one.place, log: one.log, basis: one.basis, from: one.from, to: one.to },
      ...{ checked_at: one.checkedAt, files_to_fetch: one.filesToFetch, files_lost: one.filesLost },
      ...{ removed_from: one.removedFrom, days_left: one.daysLeft },
      gaps: one.gaps.map(({ from, to, removedOn }) => ({ from, to, removed_on: removedOn })),
    })),
    not_covered: notCovered,
    newest: newest.map(recordFields),
  });
