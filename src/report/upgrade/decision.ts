import { cleanLine } from '../../domain/base/text/clean.ts';
import { type Cadence, dueAfter } from '../../domain/upgrade/changelog/cadence.ts';
import type { Obstacle, UpgradeSignature, UpgradeWaiver } from '../../domain/upgrade/decide/obstacles.ts';
import type { RehearsedCli } from '../../domain/upgrade/rehearsal/rehearsal.ts';
import { jsonDocument } from '../base/json-document.ts';

/** An upgrade as far as it is decided. */
export type UpgradeStatus = {
  from: RehearsedCli;
  to: RehearsedCli;
  seq: number;
  at: string;
  verdict: string;
  counts: { blocker: number; warning: number; note: number };
  waivers: readonly UpgradeWaiver[];
  signatures: readonly UpgradeSignature[];
  changelog: { reviewed: number; open: number; ageDays: number | undefined };
  cadence: Cadence;
  obstacles: readonly Obstacle[];
};

/** What is known about an upgrade, and what is in the way of its approval. */
export function renderUpgradeStatus(status: UpgradeStatus): string {
  const { from, to, seq, at, verdict, counts, waivers, signatures, changelog, obstacles } = status;
  const { reviewed, open, ageDays } = changelog;
  return [
    `${from.version} → ${to.version}`,
    `  rehearsed   ${at} (entry ${seq}): ${verdict}, ${counts.blocker} blockers, ${counts.warning} warnings`,
    `  release     ${ageDays === undefined ? 'age unknown' : `${ageDays} days old`}; ${reviewed} lines of its notes reviewed, ${open} open`,
    ...waivers.map(
      ({ difference, by, expiresAt, reason }) =>
        `  waived      ${cleanLine(difference)} by ${cleanLine(by)} until ${expiresAt.slice(0, 10)}: ${cleanLine(reason)}`,
    ),
    ...signatures.map(({ role, by, at: when }) => `  signed      as ${role} by ${cleanLine(by)} on ${when}`),
    '',
    ...(obstacles.length === 0
      ? ['Nothing is in the way of an approval.']
      : [
          'In the way of an approval:',
          ...obstacles.flatMap(({ what, remedy }) => [`  - ${cleanLine(what)}`, `    ${cleanLine(remedy)}`]),
        ]),
    '',
  ].join('\n');
}

/** The same for a program. */
export function renderUpgradeStatusJson(status: UpgradeStatus): string {
  const { changelog, cadence, ...rest } = status;
  return jsonDocument('upgrade', {
    ...rest,
    release_notes: {
      reviewed: changelog.reviewed,
      open: changelog.open,
      age_days: changelog.ageDays ?? null,
    },
    cadence: { read_notes: cadence.readNotes, decide: cadence.decide, minimum_age: cadence.minimumAge },
  });
}

/** When release notes are to be read and an upgrade is to be decided next. */
export function renderDueDates(
  { readNotes, decide }: Cadence,
  last: { read: string | undefined; decided: string | undefined },
  now: Date,
): string {
  const line = (what: string, at: string | undefined, days: number) => {
    const { on, isOverdue } = dueAfter(at, days, now);
    return `${what} every ${days} days: ${isOverdue ? 'overdue' : 'next'} on ${on}\n`;
  };
  return (
    line('Release notes are read', last.read, readNotes) + line('An upgrade is decided', last.decided, decide)
  );
}
