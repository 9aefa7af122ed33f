import { RefusedError, UsageError } from '../../base/errors.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type Cause, type Incident, type IncidentStep, missingSteps, stepOf } from './incident.ts';

/** What a step does, in the words of the playbook. */
export const stepTitles: Readonly<Record<IncidentStep, string>> = {
  revert: 'revert the change of the run',
  attach: 'attach the evidence of the runs to the incident',
  decide: 'decide between prompt drift and tool upgrade',
  rerun: 'run it again as decided',
};

/** What a cause is called. */
export const causeTitles: Readonly<Record<Cause, string>> = {
  prompt: 'prompt drift',
  tool: 'tool upgrade',
  both: 'prompt drift and tool upgrade',
  neither: 'neither prompt nor tool',
  unknown: 'unknown',
};

/**
 * Decides whether a step can be recorded now. Steps can be done in any order and again, but a new run is checked
 * against the decision, so that comes first.
 *
 * @throws RefusedError when the incident is closed, or for a new run before the decision
 */
export function judgeStep(incident: Incident, step: IncidentStep): void {
  refuseClosed(incident);
  if (step !== 'rerun' || stepOf(incident, 'decide').done) return;
  throw new RefusedError(
    `the cause of ${incident.id} is not decided: nothing says what the new run has to be like`,
    `Decide it: codex-cockpit incident decide ${incident.id}`,
  );
}

/**
 * Decides what is recorded of the check of a step. A step whose check found something wrong counts only with a
 * reason.
 *
 * @param found what is wrong, a sentence each
 * @throws RefusedError naming it, when there is no reason
 * @throws UsageError for a reason that nothing needs
 */
export function judgeException(
  step: IncidentStep,
  { found, reason }: { found: readonly string[]; reason: string | undefined },
): { found: string[]; reason: string } | null {
  if (found.length === 0) {
    if (reason === undefined) return null;
    throw new UsageError(
      `the step ${step} needs no exception: its check found nothing wrong`,
      'Leave out --exception.',
    );
  }
  if (reason !== undefined) return { found: [...found], reason };
  throw new RefusedError(
    [`the step ${step} is not done:`, ...found.map((one) => `  ${cleanLine(one)}`)].join('\n'),
    'Fix that, or say why it counts anyway: --exception "…".',
  );
}

/**
 * Decides on the cause: what the comparison proposed, or another one with a reason.
 *
 * @throws UsageError for another one without a reason
 */
export function judgeCause(
  proposed: Cause,
  { cause = proposed, reason }: { cause?: Cause | undefined; reason: string | undefined },
): Cause {
  if (cause === proposed || reason !== undefined) return cause;
  throw new UsageError(
    `the comparison says ${causeTitles[proposed]}, and not ${causeTitles[cause]}`,
    'Say why you decide otherwise: --reason "…"; the history keeps it.',
  );
}

/**
 * Decides whether an incident can be closed.
 *
 * @param accepted steps in spite of which it is closed
 * @returns the steps that are not done
 * @throws RefusedError naming what is not done and was not accepted
 * @throws UsageError for an accepted step that is done, or that there is not
 */
export function judgeClose(incident: Incident, accepted: readonly string[]): readonly IncidentStep[] {
  refuseClosed(incident);
  const missing = missingSteps(incident);
  for (const one of accepted) refuseNeedless(incident, one, missing);
  const left = missing.filter((step) => !accepted.includes(step));
  if (left.length === 0) return missing;
  throw new RefusedError(
    [`${incident.id} cannot be closed yet:`, ...left.map((step) => describeMissing(incident, step))].join(
      '\n',
    ),
    `Next: codex-cockpit incident show ${incident.id}. To close it anyway, name each step: --accept STEP.`,
  );
}

function refuseClosed({ id, closed }: Incident): void {
  if (!closed) return;
  throw new RefusedError(
    `the incident ${id} was closed by ${cleanLine(closed.by)} on ${closed.at.slice(0, 10)}`,
    'Open another one: codex-cockpit incident open --run RUN --title "…"',
  );
}

function refuseNeedless({ id, steps }: Incident, asked: string, missing: readonly IncidentStep[]): void {
  if (missing.some((step) => step === asked)) return;
  const names = steps.map(({ step }) => step);
  if (names.some((step) => step === asked)) throw new UsageError(`the step ${asked} of ${id} is done`);
  throw new UsageError(
    `there is no step "${cleanLine(asked)}"${didYouMean(asked, names)}`,
    `The steps: ${names.join(', ')}.`,
  );
}

function describeMissing(incident: Incident, step: IncidentStep): string {
  const { outdated } = stepOf(incident, step);
  const why = outdated ? ': it was done before the cause was decided again' : '';
  return `  ${step}: ${stepTitles[step]}${why}`;
}
