import { describeEnd, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass } from '../../judgement.ts';

/**
 * Judges `codex debug app-server send-message-v2` by its notification and the nonce: its exit code is
 * 0 for a failed turn as well (docs/codex-facts.md, "Debug turn").
 */
export function judgeDebugTurn(outcome: Outcome, nonce: string): Judgement {
  const status = /^< turn\/completed notification: (\w+)/m.exec(outcome.stdout)?.[1];
  const answered = outcome.stdout.includes(nonce);
  if (status === 'Completed' && answered) return pass('the debug client carried out a turn');
  const turnError = /^\[turn error\] (.*)$/m.exec(outcome.stdout)?.[1];
  return fail({
    summary: 'the debug client did not carry out a turn',
    expected: 'turn/completed notification: Completed, with the nonce',
    actual: cleanLine(
      `${describeEnd(outcome.end)}, notification ${status ?? '(none)'}, nonce ${answered ? '' : 'not '}seen ${turnError ?? ''}`,
    ),
  });
}
