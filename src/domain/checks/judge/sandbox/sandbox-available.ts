import { describeEnd, errorText, exited, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { error, fail, type Judgement, pass, skip } from '../../judgement.ts';

/**
 * Passes when a command that prints `nonce` was seen to run inside the sandbox. Without the nonce the
 * sandbox did not start, whatever the exit code (docs/codex-facts.md, "Sandbox errors").
 */
export function judgeSandboxStart(outcome: Outcome, profile: string, nonce: string): Judgement {
  const expected = `codex sandbox -P ${profile} runs a command`;
  if (exited(outcome) && outcome.stdout.split('\n').includes(nonce)) {
    return pass(`a command ran under ${profile}`);
  }
  const message = errorText(outcome);
  if (exited(outcome, 2) && message.includes("unexpected argument '-P'")) {
    return skip('this CLI version has no sandbox -P');
  }
  if (outcome.end.type !== 'exit') return error({ summary: `codex sandbox: ${describeEnd(outcome.end)}` });
  const actual = `${describeEnd(outcome.end)}: ${cleanLine(message).slice(0, 300) || '(nothing on stderr)'}`;
  if (/^bwrap: /m.test(message)) {
    return fail({
      summary: 'the sandbox cannot start on this machine',
      expected,
      actual,
      remedy: 'Allow user namespaces for this user, or run Codex where they are allowed.',
    });
  }
  return fail({ summary: `the sandbox did not start under ${profile}`, expected, actual });
}
