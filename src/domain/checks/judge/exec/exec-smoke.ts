import { describeEnd, errorText, exited, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass, warn } from '../../judgement.ts';
import { type ExecEvent, type ExecStream, lastMessage, parseExecStream } from './exec-events.ts';

/** A turn against a model that answers with a command and then with a nonce. */
export type ExecTrial = {
  outcome: Outcome;
  nonce: string;
  /** The user agent of the first request that reached the model. */
  userAgent: string | undefined;
  /** The results of tools that the CLI handed back to the model. */
  toolResults: readonly string[];
};

/**
 * Passes when one turn went round: exit 0, one `turn.completed` with usage, no `turn.failed`, the
 * command ran and the last message is the nonce (docs/codex-facts.md, "Events of exec").
 *
 * @param tested version of the CLI under test
 */
export function judgeExecSmoke(
  { outcome, nonce, userAgent, toolResults }: ExecTrial,
  tested: string,
): Judgement {
  const expected = 'exit 0, one completed turn, the command run, the nonce as last message';
  const stream = parseExecStream(outcome.stdout);
  const differ = (actual: string) =>
    fail({ summary: 'codex exec did not carry out a turn', expected, actual });
  const completed = ofType(stream, 'turn.completed');
  const failed = ofType(stream, 'turn.failed');
  if (!exited(outcome))
    return differ(`${describeEnd(outcome.end)}: ${cleanLine(errorText(outcome)).slice(0, 200)}`);
  if (failed.length > 0) return differ(`turn.failed: ${cleanLine(JSON.stringify(failed[0]))}`);
  if (completed.length !== 1) return differ(`${completed.length} turn.completed events`);
  // What went back to the model, not the event: with a fast model the command's last event may be missing.
  if (!toolResults.some((result) => result.includes(nonce)))
    return differ('no command result with the nonce');
  const message = lastMessage(stream);
  if (message?.trim() !== nonce)
    return differ(`last message: ${cleanLine(message ?? '(none)').slice(0, 120)}`);
  if (!userAgent?.includes(`/${tested} `)) {
    const actual = `user agent ${cleanLine(userAgent ?? '(none)').slice(0, 120)}`;
    return fail({
      summary: 'the request came from another version',
      expected: `a user agent of ${tested}`,
      actual,
    });
  }
  if (stream.strangeLines.length > 0) {
    return warn({
      summary: 'the turn went round, but the event stream has lines that are not known events',
      expected: 'only documented events',
      actual: `line ${stream.strangeLines.join(', ')}`,
    });
  }
  const { usage } = completed[0] as Extract<ExecEvent, { type: 'turn.completed' }>;
  return pass(`a turn went round: ${usage.input_tokens} tokens in, ${usage.output_tokens} out`);
}

/** Passes when a model that fails is reported as a failed turn and never as a completed one. */
export function judgeExecFailure(outcome: Outcome): Judgement {
  const expected = 'exit 1, one turn.failed, no turn.completed';
  const stream = parseExecStream(outcome.stdout);
  const failed = ofType(stream, 'turn.failed').length;
  const completed = ofType(stream, 'turn.completed').length;
  const actual = `${describeEnd(outcome.end)}, ${failed} turn.failed, ${completed} turn.completed`;
  if (exited(outcome, 1) && failed === 1 && completed === 0)
    return pass('a failing turn is reported as failed');
  return fail({ summary: 'a failing turn is not reported as failed', expected, actual });
}

function ofType(stream: ExecStream, type: ExecEvent['type']): ExecEvent[] {
  return stream.events.filter((one) => one.type === type);
}
