import { type Advice, adviseFor } from '../../../domain/runs/incident/advice.ts';
import type { Decision, IncidentGuide } from '../../../domain/runs/incident/guide.ts';
import { describeProgress, type Incident, type StepDone } from '../../../domain/runs/incident/incident.ts';
import { jsonDocument } from '../../base/json-document.ts';

/** The document of `incident list` (docs/json.md). */
export function renderIncidentListJson(incidents: readonly Incident[]): string {
  return jsonDocument('incidents', { incidents: incidents.map(incidentFields) });
}

/** The document of an incident with what is next. */
export function renderGuideJson(guide: IncidentGuide): string {
  const next = guide.steps.find(({ state }) => state === 'next');
  return jsonDocument('incident', {
    ...incidentFields(guide.incident),
    ...comparisonFields(guide),
    next: next
      ? { step: next.step, facts: next.facts.map(adviceFields), command: next.command ?? null }
      : guide.close === undefined
        ? null
        : { step: 'close', facts: [], command: guide.close },
  });
}

/** The document of `incident decide` while nothing is recorded. */
export function renderDecisionJson(decision: Decision): string {
  const { proposed, facts } = decision;
  return jsonDocument('incident-comparison', {
    ...{ incident: decision.incident.id, bad: decision.bad.body.run, good: decision.good?.body.run ?? null },
    ...comparisonFields(decision),
    advice: adviseFor(proposed, facts).map(adviceFields),
  });
}

function comparisonFields({ proposed, facts }: Decision): object {
  return { proposed, rows: facts.rows };
}

function incidentFields(incident: Incident): object {
  const { id, title, bad, good, opened, steps, closed } = incident;
  return {
    ...{ incident: id, title, progress: describeProgress(incident), bad, good: good ?? null },
    opened: signedFields(opened),
    steps: steps.map(({ step, done, outdated, earlier }) => ({
      ...{ step, earlier },
      done: done ? doneFields(done) : null,
      outdated: outdated ? doneFields(outdated) : null,
    })),
    closed: closed ? { ...signedFields(closed), reason: closed.reason, missing: closed.missing } : null,
  };
}

function doneFields(done: StepDone): object {
  const { note, ref, cause, proposed, files, exception } = done;
  return { ...signedFields(done), note, ref, cause, proposed, files, exception };
}

function signedFields({ by, role, at, seq }: Incident['opened']): object {
  return { by, role, at, entry: seq };
}

const adviceFields = ({ text, command }: Advice) => ({ text, command: command ?? null });
