import { adviseFor } from '../../../domain/runs/incident/advice.ts';
import type { IncidentGuide } from '../../../domain/runs/incident/guide.ts';
import { describeProgress, type StepDone } from '../../../domain/runs/incident/incident.ts';
import { causeTitles } from '../../../domain/runs/incident/judge-incident.ts';
import { shortValue } from '../../../domain/runs/incident/judge-rerun.ts';
import { codeSpan, escapeMarkdown } from '../../base/escape.ts';

/** An incident as Markdown, for a ticket: its runs, its steps, what differs between the runs, and what to do next. */
export function renderIncidentMarkdown(guide: IncidentGuide): string {
  const { incident, bad, good, steps, proposed, facts, close } = guide;
  const { id, title, opened, closed } = incident;
  const differing = facts.rows.filter(({ differs }) => differs);
  const next = steps.find(({ state }) => state === 'next');
  return [
    `# Incident ${escapeMarkdown(id)}: ${escapeMarkdown(title)}`,
    '',
    `State: ${describeProgress(incident)}. Opened on ${opened.at.slice(0, 10)} by ${escapeMarkdown(opened.by)} as ${opened.role} (entry ${opened.seq}).`,
    '',
    '| | run | started | outcome | CLI | model | asked |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    runRow('bad', bad),
    ...(good ? [runRow('good', good)] : []),
    '',
    '## Steps',
    '',
    '| step | state | what | by | entry |',
    '| --- | --- | --- | --- | --- |',
    ...steps.map(({ step, state, title: what, done }) =>
      done
        ? `| ${step} | ${done.exception ? 'done, with an exception' : 'done'} | ${doneCell(done)} | ${escapeMarkdown(done.by)} as ${done.role}, ${done.at.slice(0, 10)} | ${done.seq} |`
        : `| ${step} | ${state} | ${what} | | |`,
    ),
    '',
    '## What differs between the runs',
    '',
    ...(good
      ? [
          `The comparison proposes: **${causeTitles[proposed]}**.`,
          '',
          ...(differing.length === 0
            ? ['Nothing that is known differs.']
            : [
                '| | good | bad |',
                '| --- | --- | --- |',
                ...differing.map(
                  (row) =>
                    `| ${escapeMarkdown(`${row.group}: ${row.field}`)} | ${escapeMarkdown(shortValue(row.good))} | ${escapeMarkdown(shortValue(row.bad))} |`,
                ),
              ]),
          '',
          ...adviseFor(proposed, facts).map(adviceItem),
        ]
      : ['There is no good run to compare with.']),
    '',
    ...(closed
      ? [
          '## Closed',
          '',
          `On ${closed.at.slice(0, 10)} by ${escapeMarkdown(closed.by)} as ${closed.role} (entry ${closed.seq}): ${escapeMarkdown(closed.reason)}`,
          '',
        ]
      : []),
    ...(next
      ? [
          '## Next',
          '',
          ...next.facts.map(adviceItem),
          ...(next.command ? [`- ${codeSpan(next.command)}`] : []),
          '',
        ]
      : []),
    ...(close === undefined ? [] : ['## Next', '', `- ${codeSpan(close)}`, '']),
  ].join('\n');
}

function runRow(name: string, { at, body }: IncidentGuide['bad']): string {
  const { run, started_at, outcome, tool, inputs } = body;
  const cells = [
    run,
    started_at ?? at,
    outcome,
    tool.version ?? 'unknown',
    tool.model ?? 'unknown',
    inputs.prompt?.summary ?? '',
  ];
  return `| ${name} | ${cells.map(escapeMarkdown).join(' | ')} |`;
}

function doneCell({ note, exception, cause, proposed }: StepDone): string {
  const other =
    cause !== null && proposed !== null && cause !== proposed
      ? [`the comparison proposed ${causeTitles[proposed]}`]
      : [];
  const against = exception ? [...exception.found, `it counts anyway: ${exception.reason}`] : [];
  return [note, ...other, ...against].map(escapeMarkdown).join('; ');
}

function adviceItem({ text, command }: { text: string; command: string | undefined }): string {
  const parts = [
    ...(text === '' ? [] : [escapeMarkdown(text)]),
    ...(command === undefined ? [] : [codeSpan(command)]),
  ];
  return `- ${parts.join(': ')}`;
}
