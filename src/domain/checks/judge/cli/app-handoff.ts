import { describeEnd, exited, type Outcome } from '../../../base/outcome.ts';
import { error, fail, type Judgement, manual, skip } from '../../judgement.ts';

/**
 * The desktop handoff can only be seen by a person, on macOS or Windows
 * (docs/codex-facts.md, "Desktop handoff"). `help` is the outcome of `codex help app`.
 */
export function judgeHandoff(platform: string, help: Outcome | undefined): Judgement {
  if (platform !== 'darwin' && platform !== 'win32') {
    return skip('Codex Desktop exists for macOS and Windows only; judge the handoff there');
  }
  if (!help) return error({ summary: 'codex help app was not run' });
  if (help.end.type !== 'exit') return error({ summary: `codex help app: ${describeEnd(help.end)}` });
  if (!exited(help)) {
    return fail({
      summary: 'this CLI has no app command',
      expected: 'codex help app exits 0',
      actual: describeEnd(help.end),
    });
  }
  return manual({
    summary: 'a person must confirm that /app opens the same thread in Codex Desktop',
    remedy:
      'In a repository: run codex, do one turn, type /app, and compare title and last message in Desktop.',
  });
}
