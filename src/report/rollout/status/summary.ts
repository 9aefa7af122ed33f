import { currentPhase, type DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { firstOfEachRole } from '../../../domain/rollout/next-actions.ts';
import type { Status } from '../../../domain/rollout/status.ts';
import { gateDistance } from '../phase.ts';

/** The parts of a status that are shared as a page: plain texts, not yet escaped. */
export type StatusSummary = {
  title: string;
  facts: readonly (readonly [name: string, value: string])[];
  phases: readonly (readonly [title: string, state: string, held: string, gate: string])[];
  lists: readonly { title: string; lines: readonly string[] }[];
};

/** Takes a status apart for a page that is shared. */
export function summarizeStatus(status: Status): StatusSummary {
  const { rollout, pin, lastRun, entries } = status;
  const run = lastRun
    ? `${lastRun.verdict ?? 'no verdict'} on ${lastRun.cliVersion ?? 'a CLI without a version'}, ${lastRun.startedAt}`
    : 'none yet';
  const current = currentPhase(status);
  return {
    title: rollout?.name ?? 'No rollout yet',
    facts: [
      ['Pinned CLI', pin],
      ['Phase', rollout && current ? `${current.title}: ${gateDistance(current)}` : 'not started'],
      ['Newest suite run', run],
      ['History', `${entries} entries`],
    ],
    phases: status.phases.map(phaseCells),
    lists: [
      { title: `Gate of ${current?.title ?? ''}`, lines: rollout ? (current?.blockers ?? []) : [] },
      {
        title: 'Went stale',
        lines: status.wentStale.map(({ item, reason }) => `${item.id}: ${reason}`),
      },
      {
        title: 'Awaited',
        lines: firstOfEachRole(status.awaited).map(
          ({ action, people }) =>
            `${action.role} (${people.join(', ') || 'no one has this role'}): ${action.action}`,
        ),
      },
    ].filter(({ lines }) => lines.length > 0),
  };
}

function phaseCells(phase: DerivedPhase): readonly [string, string, string, string] {
  const { title, state, progress } = phase;
  return [title, state, `${progress.held} of ${progress.required}`, gateDistance(phase)];
}
