import type { EventOf } from '../../base/event-body.ts';
import type { Role } from '../../people/role.ts';
import { type capturedRunBodies, type INCIDENT_CAUSES, INCIDENT_STEPS } from '../events.ts';

type IncidentEvent = Extract<EventOf<typeof capturedRunBodies>, { kind: `incident.${string}` }>;

/** An entry about an incident, as the history has it. */
export type IncidentEntry = { seq: number; at: string; actor: string; event: IncidentEvent };

/** A step of the rollback playbook. */
export type IncidentStep = (typeof INCIDENT_STEPS)[number];

/** Why a run did harm. */
export type Cause = (typeof INCIDENT_CAUSES)[number];

type Signed = { by: string; role: Role; at: string; seq: number };
type StepBody = Extract<IncidentEvent, { kind: 'incident.step-done' }>['body'];

/** What was recorded of a step. */
export type StepDone = Signed & Pick<StepBody, 'note' | 'ref' | 'cause' | 'proposed' | 'files' | 'exception'>;

/** A step, with the record that counts. */
export type StepState = {
  step: IncidentStep;
  /** The newest record; undefined while it is not done. */
  done: StepDone | undefined;
  /** The newest record, when another step that it depends on was recorded again since. */
  outdated: StepDone | undefined;
  /** How many records came before it. */
  earlier: number;
};

/** The rollback playbook, followed for one run whose change did harm. */
export type Incident = {
  id: string;
  title: string;
  bad: string;
  good: string | undefined;
  opened: Signed;
  steps: readonly StepState[];
  closed: (Signed & { reason: string; missing: readonly IncidentStep[] }) | undefined;
};

/**
 * Derives the incidents from their entries, oldest first. The newest record of a step counts. A new run that was
 * checked against an earlier decision does not count once the cause was decided again.
 */
export function deriveIncidents(entries: readonly IncidentEntry[]): readonly Incident[] {
  const incidents = new Map<string, Incident>();
  for (const entry of entries) {
    const next = derive(incidents.get(entry.event.body.incident), entry);
    if (next) incidents.set(next.id, next);
  }
  return [...incidents.values()];
}

/** A step of an incident by its name. */
export function stepOf({ steps }: Pick<Incident, 'steps'>, name: IncidentStep): StepState {
  return steps.find(({ step }) => step === name) ?? openStep(name);
}

/** The first step that is not done, in the order of the playbook; undefined when all are. */
export function nextStep({ steps }: Pick<Incident, 'steps'>): IncidentStep | undefined {
  return steps.find(({ done }) => !done)?.step;
}

/** The steps that are not done. */
export function missingSteps({ steps }: Pick<Incident, 'steps'>): readonly IncidentStep[] {
  return steps.filter(({ done }) => !done).map(({ step }) => step);
}

/** The good run that counts: the one that the decision compared with, else the one named at the opening. */
export function goodRunOf(incident: Pick<Incident, 'steps' | 'good'>): string | undefined {
  return stepOf(incident, 'decide').done?.ref ?? incident.good;
}

/** How far an incident is, in words. */
export function describeProgress({ steps, closed }: Pick<Incident, 'steps' | 'closed'>): string {
  if (closed)
    return closed.missing.length === 0 ? 'closed' : `closed in spite of ${closed.missing.join(', ')}`;
  return `${steps.filter(({ done }) => done).length} of ${steps.length} steps done`;
}

function derive(incident: Incident | undefined, entry: IncidentEntry): Incident | undefined {
  const { seq, at, actor, event } = entry;
  const signed = { by: actor, role: event.body.role, at, seq };
  if (event.kind === 'incident.opened') {
    const { incident: id, title, bad, good } = event.body;
    const steps = INCIDENT_STEPS.map(openStep);
    return { id, title, bad, good: good ?? undefined, opened: signed, steps, closed: undefined };
  }
  if (!incident) return undefined;
  if (event.kind === 'incident.closed') {
    const { reason, missing } = event.body;
    return { ...incident, closed: { ...signed, reason, missing } };
  }
  const { step, note, ref, cause, proposed, files, exception } = event.body;
  const done = { ...signed, note, ref, cause, proposed, files, exception };
  return { ...incident, steps: incident.steps.map((one) => record(one, step, done)) };
}

function record(state: StepState, step: IncidentStep, done: StepDone): StepState {
  const before = state.done ?? state.outdated;
  if (state.step === step)
    return { step, done, outdated: undefined, earlier: state.earlier + (before ? 1 : 0) };
  if (state.step !== 'rerun' || step !== 'decide') return state;
  return { ...state, done: undefined, outdated: before };
}

function openStep(step: IncidentStep): StepState {
  return { step, done: undefined, outdated: undefined, earlier: 0 };
}
