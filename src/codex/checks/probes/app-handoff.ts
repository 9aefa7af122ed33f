import { judgeHandoff } from '../../../domain/checks/judge/cli.ts';
import type { Probe } from '../probe.ts';

/** Never runs `codex app` itself: it would download an installer. */
export const appHandoff: Probe<'app.handoff'> = async ({ platform, codexRun }) => {
  const hasDesktop = platform === 'darwin' || platform === 'win32';
  return judgeHandoff(platform, hasDesktop ? await codexRun(['help', 'app']) : undefined);
};
