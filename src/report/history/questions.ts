import { clean, cleanLine } from '../../domain/base/text/clean.ts';
import type { ReviewFinding } from '../../domain/history/authority/review-finding.ts';
import { summarizeEvent } from '../../domain/history/entry/summarize.ts';
import type { Decision } from '../../domain/history/find/decisions.ts';
import type { RolloutChange, RolloutMoment } from '../../domain/rollout/rollout-moment.ts';
import { jsonDocument } from '../base/json-document.ts';
import { alignColumns } from '../base/table.ts';
import { personFields, renderPeople } from '../people/people.ts';
import { gateDistance, phaseFields } from '../rollout/phase.ts';
import { entryFields } from './history.ts';

/** A rollout as it was, for people. */
export function renderMoment(past: RolloutMoment): string {
  const { rollout, people, phases, artifacts, sources } = past;
  if (!rollout) return `${describeMoment(past)}: there was no rollout yet.\n`;
  const list = (title: string, rows: readonly string[][]) =>
    rows.length === 0
      ? []
      : ['', title, ...alignColumns(rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest]))];
  return clean(
    `${[
      `${cleanLine(rollout.name)}  pin ${cleanLine(rollout.pin)} since ${rollout.pinnedAt}`,
      describeMoment(past),
      ...list(
        'Phases: state, required items done, gate',
        phases.map((phase) => [
          phase.state,
          phase.title,
          `${phase.progress.held}/${phase.progress.required}`,
          gateDistance(phase),
        ]),
      ),
      ...list(
        'Artifacts',
        artifacts.map(({ id, state, newest }) => [state, id, `revision ${newest?.revision ?? 0}`]),
      ),
      ...list(
        'Sources of plugins',
        sources.map(({ source, state }) => [state, cleanLine(source)]),
      ),
      '',
      'People',
      ...renderPeople(people)
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ].join('\n')}\n`,
  );
}

/** The same for programs, `codex-cockpit/as-of` version 1 (docs/json.md). */
export function renderMomentJson(past: RolloutMoment): string {
  return jsonDocument('as-of', momentFields(past));
}

/** What differs between two moments, for people. */
export function renderChanges({ from, to, changes }: Changes): string {
  const heading = `${describeMoment(from)}\n${describeMoment(to)}\n`;
  if (changes.length === 0) return `${heading}\nNothing differs.\n`;
  const rows = changes.map(({ what, name, before, after }) => [
    what,
    cleanLine(name),
    `${cleanLine(before ?? 'none')} → ${cleanLine(after ?? 'none')}`,
  ]);
  return `${heading}\n${alignColumns(rows).join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/changes` version 1 (docs/json.md). */
export function renderChangesJson({ from, to, changes }: Changes): string {
  const edge = ({ moment, entry }: RolloutMoment) => ({ moment, entry });
  return jsonDocument('changes', { from: edge(from), to: edge(to), changes });
}

type Changes = { from: RolloutMoment; to: RolloutMoment; changes: readonly RolloutChange[] };

/** Decisions with what they rest on, for people. */
export function renderDecisions(found: readonly FoundDecision[]): string {
  if (found.length === 0) return 'No decision is based on that.\n';
  const rows = found.map(({ entry, through }) => [
    String(entry.seq).padStart(5),
    entry.at,
    cleanLine(entry.actor),
    cleanLine(summarizeEvent(entry.event)),
    through.length === 0 ? '' : `based on ${through.join(', ')}`,
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/decisions` version 1 (docs/json.md). */
export function renderDecisionsJson(found: readonly FoundDecision[]): string {
  const decisions = found.map(({ entry, restsOn, through }) => ({
    ...entryFields(entry),
    rests_on: restsOn,
    through,
  }));
  return jsonDocument('decisions', { decisions });
}

type FoundDecision = Decision & { through: readonly number[] };

/** What an auditor should look at, for people. */
export function renderReview(findings: readonly ReviewFinding[]): string {
  if (findings.length === 0) return 'Nothing to look at.\n';
  const rows = findings.map(({ seq, at, kind, reason }) => [
    String(seq).padStart(5),
    at,
    kind,
    `${cleanLine(reason)}.`,
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/audit-review` version 1 (docs/json.md). */
export function renderReviewJson(findings: readonly ReviewFinding[]): string {
  return jsonDocument('audit-review', {
    findings: findings.map(({ seq, ...rest }) => ({ entry: seq, ...rest })),
  });
}

function describeMoment({ moment, entry }: RolloutMoment): string {
  return `As of ${moment}, ${entry === 0 ? 'before the first entry' : `after entry ${entry}`}`;
}

function momentFields({ moment, entry, rollout, people, phases, artifacts, sources }: RolloutMoment): object {
  return {
    moment,
    entry,
    rollout: rollout
      ? { name: rollout.name, pin: rollout.pin, pinned_at: rollout.pinnedAt, surfaces: rollout.surfaces }
      : null,
    phases: phases.map(phaseFields),
    people: people.map(personFields),
    artifacts: artifacts.map(({ id, state, newest, approved }) => ({
      artifact: id,
      state,
      revision: newest?.revision ?? null,
      approved_revision: approved?.revision ?? null,
    })),
    sources,
  };
}
