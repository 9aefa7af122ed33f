import { cleanLine } from '../../domain/base/text/clean.ts';
import { countOf } from '../../domain/base/text/progress.ts';
import { type Cadence, dueAfter } from '../../domain/upgrade/changelog/cadence.ts';
import type { ChangelogState } from '../../domain/upgrade/changelog/review.ts';
import type { Obstacle, UpgradeSignature, UpgradeWaiver } from '../../domain/upgrade/decide/obstacles.ts';
import type { RehearsedCli } from '../../domain/upgrade/rehearsal/rehearsal.ts';
import { jsonDocument } from '../base/json-document.ts';
import { describeImported } from './changelog.ts';

/** An upgrade as far as it is decided. */
type UpgradeStatus = {
  head: {
    seq: number;
    at: string;
    body: {
      from: RehearsedCli;
      to: RehearsedCli;
      verdict: string;
      counts: { blocker: number; warning: number; note: number };
    };
  };
  waivers: readonly UpgradeWaiver[];
  signatures: readonly UpgradeSignature[];
  changelog: ChangelogState;
  obstacles: readonly Obstacle[];
};

/** What is known about an upgrade, and what is in the way of its approval. */
export function renderUpgradeStatus(status: UpgradeStatus): string {
  const { head, waivers, signatures, changelog, obstacles } = status;
  const { seq, at } = head;
  const { from, to, verdict, counts } = head.body;
  const { reviewed, open, ageDays } = changelog;
  return [
    `${from.version} → ${to.version}`,
    `  rehearsed   ${at} (entry ${seq}): ${verdict}, ${countOf(counts.blocker, 'blocker')}, ${countOf(counts.warning, 'warning')}`,
    `  release     ${ageDays === undefined ? 'age unknown' : `${countOf(ageDays, 'day')} old`}`,
    `  changelog   ${describeImported(changelog)}`,
    `              ${countOf(reviewed, 'line')} of them reviewed, ${open} open`,
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

/** The same for a program; `upgrade` is null while nothing was rehearsed. */
export function renderUpgradeStatusJson(
  status: UpgradeStatus | undefined,
  { cadence, read, decided }: DueDates,
  now: Date,
): string {
  return jsonDocument('upgrade', {
    upgrade: status ? upgradeFields(status) : null,
    cadence: { read_notes: cadence.readNotes, decide: cadence.decide, minimum_age: cadence.minimumAge },
    due: {
      release_notes: dueAfter(read, cadence.readNotes, now).on,
      decision: dueAfter(decided, cadence.decide, now).on,
    },
  });
}

function upgradeFields({ head, changelog, waivers, signatures, obstacles }: UpgradeStatus): object {
  const { seq, at } = head;
  const { from, to, verdict, counts } = head.body;
  return {
    ...{ from, to, entry: seq, at, verdict, counts },
    release_notes: {
      reviewed: changelog.reviewed,
      open: changelog.open,
      versions: changelog.releases.map(({ version }) => version),
      age_days: changelog.ageDays ?? null,
    },
    waivers: waivers.map(({ difference, by, role, reason, expiresAt, seq: entry }) => ({
      ...{ difference, by, role, reason, entry },
      expires_at: expiresAt,
    })),
    signatures: signatures.map(({ role, by, at: signedAt, seq: entry }) => ({
      ...{ role, by, entry },
      at: signedAt,
    })),
    in_the_way: obstacles,
  };
}

/** When release notes were reviewed and an upgrade was decided last, and how often the team does both. */
type DueDates = { cadence: Cadence; read: string | undefined; decided: string | undefined };

/** When release notes are to be read and an upgrade is to be decided next. */
export function renderDueDates({ cadence, read, decided }: DueDates, now: Date): string {
  const line = (what: string, at: string | undefined, days: number) =>
    `${what} every ${countOf(days, 'day')}: ${describeDue(at, days, now)}\n`;
  return (
    line('Release notes are read', read, cadence.readNotes) +
    line('An upgrade is decided', decided, cadence.decide)
  );
}

/** `notes: next on 2026-11-27; decision: overdue since 2026-11-20` */
export function describeDueDates({ cadence, read, decided }: DueDates, now: Date): string {
  const notes = describeDue(read, cadence.readNotes, now);
  return `notes: ${notes}; decision: ${describeDue(decided, cadence.decide, now)}`;
}

function describeDue(last: string | undefined, days: number, now: Date): string {
  if (last === undefined) return 'never yet, so it is due now';
  const { on, isOverdue } = dueAfter(last, days, now);
  return isOverdue ? `overdue since ${on}` : `next on ${on}`;
}
