import { describeEnd, exited, type Outcome } from '../../../base/outcome.ts';
import { fail, type Judgement, pass, skip } from '../../judgement.ts';

/** Passes where `codex help app` answers; Linux has no such command (docs/codex-facts.md, "Desktop handoff"). */
export function judgeAppCapability(platform: string, help: Outcome): Judgement {
  if (exited(help)) return pass('this CLI has the app command');
  if (platform === 'linux') return skip('the app command exists on macOS and Windows only');
  return fail({
    summary: 'this CLI has no app command',
    expected: 'codex help app exits 0',
    actual: describeEnd(help.end),
  });
}
