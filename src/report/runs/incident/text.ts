import { cleanLine } from '../../../domain/base/text/clean.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { type Advice, adviseFor } from '../../../domain/runs/incident/advice.ts';
import type { Decision, GuidedStep, IncidentGuide } from '../../../domain/runs/incident/guide.ts';
import {
  describeProgress,
  type Incident,
  type IncidentStep,
  type StepDone,
} from '../../../domain/runs/incident/incident.ts';
import { causeTitles } from '../../../domain/runs/incident/judge-incident.ts';
import { shortValue } from '../../../domain/runs/incident/judge-rerun.ts';
import type { Paint } from '../../base/paint.ts';
import { alignColumns } from '../../base/table.ts';

type KnownRun = Decision['bad'];

/** The incidents, newest first, and how far each is. */
export function renderIncidentList(incidents: readonly Incident[]): string {
  if (incidents.length === 0)
    return 'No incident is open. Open one: codex-cockpit incident open --run RUN --title "…"\n';
  const rows = incidents.map((incident) => [
    incident.id,
    describeProgress(incident),
    incident.opened.at.slice(0, 10),
    cleanLine(incident.opened.by),
    cleanLine(incident.title),
  ]);
  return `${alignColumns(rows)
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** An incident with its steps, and the exact commands of the next one. */
export function renderGuide(guide: IncidentGuide, paint: Paint): string {
  const { incident, bad, good, steps, close } = guide;
  const { id, title, opened, closed } = incident;
  return [
    paint('bold', `${id}  ${cleanLine(title)}`),
    `${describeProgress(incident)}; opened on ${opened.at.slice(0, 10)} by ${cleanLine(opened.by)} as ${opened.role} (entry ${opened.seq})`,
    ...alignColumns([
      ['bad run', describeRun(bad)],
      ['good run', good ? describeRun(good) : 'none is known: name one with incident decide --good RUN'],
    ]),
    '',
    ...steps.flatMap((step) => renderStep(step, paint)),
    ...(closed
      ? [
          '',
          `Closed on ${closed.at.slice(0, 10)} by ${cleanLine(closed.by)} as ${closed.role} (entry ${closed.seq}): ${cleanLine(closed.reason)}`,
        ]
      : []),
    ...(close === undefined ? [] : ['', `Next: ${close}`]),
    '',
  ].join('\n');
}

/** A comparison of the runs of an incident, what it proposes, and what to do about that. */
export function renderDecision({ incident, bad, good, proposed, facts }: Decision, paint: Paint): string {
  const differing = facts.rows.filter(({ differs }) => differs);
  const same = facts.rows.length - differing.length;
  const table = alignColumns([
    ['', 'good', 'bad'],
    ...differing.map(({ group, field, good: one, bad: other }) => [
      `${group}: ${cleanLine(field)}`,
      shortValue(one),
      shortValue(other),
    ]),
  ]);
  return [
    paint('bold', `${incident.id}  ${cleanLine(incident.title)}`),
    ...alignColumns([
      ['bad run', describeRun(bad)],
      ['good run', good ? describeRun(good) : 'none is known'],
    ]),
    '',
    ...(good
      ? [
          ...table.map((line) => line.trimEnd()),
          `${countOf(same, 'other field')}: the same, or not known`,
          '',
        ]
      : []),
    `${paint('bold', 'Proposed')}: ${causeTitles[proposed]}`,
    ...renderAdvice(adviseFor(proposed, facts)),
    '',
    `Record it: codex-cockpit incident decide ${incident.id} --cause ${proposed}`,
    'Or another cause, with a reason: --cause prompt|tool|both|neither|unknown --reason "…"',
    '',
  ].join('\n');
}

function renderStep(step: GuidedStep, paint: Paint): readonly string[] {
  const { state, title, done, outdated, earlier, facts, command } = step;
  const name = step.step.padEnd(6);
  const outdatedLine = outdated
    ? [`          it was done before the cause was decided again (entry ${outdated.seq})`]
    : [];
  if (done) return [`${paint('green', '✔ done')}  ${name}  ${doneLine(done)}`, ...doneDetails(done, earlier)];
  if (state !== 'next') return [`○ open  ${name}  ${title}`, ...outdatedLine];
  return [
    `${paint('yellow', '▶ next')}  ${name}  ${title}`,
    ...outdatedLine,
    ...renderAdvice([...facts, ...lastAdvice(step.step, command)]).map((line) => `        ${line}`),
  ];
}

const leads: Readonly<Record<IncidentStep, string>> = {
  revert: 'then record it',
  attach: '',
  decide: 'see what differs, and decide',
  rerun: 'then record the new run',
};

function lastAdvice(step: IncidentStep, command: string | undefined): readonly Advice[] {
  return command === undefined ? [] : [{ text: leads[step], command }];
}

function doneLine({ note, by, role, at, seq }: StepDone): string {
  return `${cleanLine(note)} (${cleanLine(by)} as ${role}, ${at.slice(0, 10)}, entry ${seq})`;
}

function doneDetails({ cause, proposed, exception }: StepDone, earlier: number): readonly string[] {
  const isOther = cause !== null && proposed !== null && cause !== proposed;
  return [
    ...(isOther ? [`the comparison proposed ${causeTitles[proposed]}`] : []),
    ...(exception
      ? [
          ...exception.found.map((one) => `! ${cleanLine(one)}`),
          `it counts anyway: ${cleanLine(exception.reason)}`,
        ]
      : []),
    ...(earlier > 0 ? [`after ${countOf(earlier, 'earlier record')}`] : []),
  ].map((line) => `                ${line}`);
}

/** Advice a line each; a command stands on its own line, to be copied. */
function renderAdvice(advice: readonly Advice[]): readonly string[] {
  return advice.flatMap(({ text, command }) => [
    ...(text === '' ? [] : [`  ${cleanLine(text)}${command === undefined ? '' : ':'}`]),
    ...(command === undefined ? [] : [`    $ ${command}`]),
  ]);
}

/** A run in a line: its id, when, what it was asked and on what. */
function describeRun({ at, body }: KnownRun): string {
  const { tool, outcome, inputs } = body;
  const asked = inputs.prompt ? `: ${cleanLine(inputs.prompt.summary)}` : '';
  return `${cleanLine(body.run)}  ${(body.started_at ?? at).slice(0, 16).replace('T', ' ')}  ${outcome} on ${cleanLine(tool.version ?? 'an unknown version')}${asked}`;
}
