import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { LoopBack } from '../../../domain/metrics/loop/loop-back.ts';
import { formatQuery } from '../../../domain/metrics/loop/query.ts';
import type { Answer, Question } from '../../../domain/metrics/loop/question.ts';
import type { MetricsView } from '../../../domain/metrics/view.ts';
import type { Paint } from '../../base/paint.ts';
import { renderMetricsView } from '../show.ts';
import { type AlignmentReport, renderAlignment } from './alignment.ts';
import { renderLoopBacks } from './loop-backs.ts';

/** What the query of a question showed. */
export type ShownRun = {
  question: Question;
  recorded: NonNullable<Answer['result']>;
  isSame: boolean | undefined;
  shown:
    | { type: 'metrics'; view: MetricsView }
    | { type: 'alignment'; alignment: AlignmentReport }
    | { type: 'loop-backs'; loopBacks: readonly LoopBack[] };
};

/** What the query of a question showed, below the question. */
export function renderQuestionRun(
  { question, recorded, isSame, shown }: ShownRun,
  { paint }: { paint: Paint },
): string {
  const { query, window } = recorded;
  const compared = {
    true: 'The figures are those that the newest answer rests on.',
    false: 'The figures are not those that the newest answer rests on: rows came or changed since.',
  };
  return [
    paint('bold', cleanLine(question.text)),
    `${cleanLine(formatQuery(query))}, from ${window.from} to ${window.to}`,
    ...(isSame === undefined ? [] : [compared[`${isSame}`]]),
    '',
    renderShown(shown, paint),
  ].join('\n');
}

/** The same as JSON documents have it (docs/json.md). */
export function questionRunFields({ question: { id }, recorded, isSame }: ShownRun): object {
  return { question: id, ...recorded, same_as_answered: isSame ?? null };
}

function renderShown(shown: ShownRun['shown'], paint: Paint): string {
  switch (shown.type) {
    case 'metrics':
      return renderMetricsView(shown.view, paint);
    case 'alignment':
      return renderAlignment(shown.alignment);
    case 'loop-backs':
      return renderLoopBacks(shown.loopBacks);
  }
}
