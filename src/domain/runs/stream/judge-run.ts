import { redactOutput } from '../../base/redact/redact.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { CapturedRun } from '../events.ts';
import type { StreamReading } from './fold-stream.ts';

/** What is known of a run that ended. */
export type EndedRun = {
  reading: Pick<StreamReading, 'thread' | 'turns' | 'failure' | 'declined'>;
  /** How the process ended; null when that is not known. */
  end: CapturedRun['end'];
  /** Whether a person or a job stopped it. */
  interrupted: boolean;
  stderr: string;
  /** What is wrong with the answer under the output schema; undefined when nothing is, or nothing was asked for. */
  schemaFault: string | undefined;
};

type Judgement = Pick<CapturedRun, 'outcome' | 'reason' | 'message'>;

/** Longest message that is recorded. */
const mostMessage = 500;

/**
 * How a run ended, and why it did not do what was asked. An exit code of 0 alone says little: the CLI ends with it after a
 * TERM, too, and after an answer that the schema refuses (docs/codex-facts.md, "Events of exec"). A completed run can have
 * a reason still: something that it tried was refused by a policy.
 */
export function judgeRun(run: EndedRun): Judgement {
  const { reading, end, interrupted, stderr, schemaFault } = run;
  const { turns } = reading;
  const begun = Math.max(turns.started, turns.completed + turns.failed);
  const isOver = begun > 0 && turns.completed >= begun && turns.failed === 0;
  const endedWell = end === null || (end.code === 0 && end.signal === null);
  const judged = (outcome: Judgement['outcome'], reason: Judgement['reason'], message: string) => ({
    outcome,
    reason,
    message: lineOf(message),
  });
  if (interrupted && !(isOver && endedWell))
    return judged('interrupted', 'interrupted', 'it was interrupted');
  if (reading.thread === null && begun === 0)
    return judged('not-started', 'not_started', complaintIn(stderr) || 'the CLI started no session');
  if (turns.failed > 0) return judged('failed', 'turn_failed', reading.failure);
  if (!isOver) {
    const message = reading.failure || complaintIn(stderr) || 'the stream does not say that the turn is over';
    return judged(endedWell ? 'incomplete' : 'failed', 'no_terminal_event', message);
  }
  if (!endedWell) return judged('failed', 'turn_failed', complaintIn(stderr) || endedAs(end));
  if (schemaFault !== undefined) return judged('failed', 'schema_violation', schemaFault);
  const refusal = refusalIn(stderr);
  if (refusal !== undefined) return judged('completed', 'policy_blocked', refusal);
  if (reading.declined) return judged('completed', 'policy_blocked', 'a command or a change was declined');
  return judged('completed', null, '');
}

/** Redacted before it is cut: half a secret has another shape. */
const lineOf = (message: string) => redactOutput(cleanLine(message.slice(0, 20_000))).slice(0, mostMessage);

const endedAs = (end: CapturedRun['end']) =>
  end?.signal ? `it ended by ${end.signal}` : `it ended with exit code ${end?.code ?? 'unknown'}`;

/** Lines that the CLI writes on any run. */
const commonplace = /^(?:WARNING: proceeding|Reading (?:additional input|prompt) from stdin|\s*$)/;

/** What the CLI complained about at last: the text before a backtrace. */
function complaintIn(stderr: string): string {
  const [told = ''] = stderr.split(/^Stack backtrace:/m);
  const lines = told.split('\n').filter((line) => !commonplace.test(line));
  return lines.findLast((line) => /^error\b/i.test(line)) ?? lines.at(-1) ?? '';
}

/** A change that a policy refused makes no event: only a message says so. */
function refusalIn(stderr: string): string | undefined {
  return /patch rejected:[^\n]*/.exec(stderr)?.[0];
}
