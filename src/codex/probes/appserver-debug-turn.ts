import { judgeDebugTurn } from '../../domain/checks/judge/debug-turn.ts';
import { skip } from '../../domain/checks/judgement.ts';
import { exited } from '../../domain/checks/outcome.ts';
import type { Probe } from '../probe.ts';
import { withLoopbackModel } from '../with-loopback-model.ts';

export const appServerDebugTurn: Probe<'appserver.debug-turn'> = async (context) => {
  const { codexRun, nonce } = context;
  if (!exited(await codexRun(['help', 'debug', 'app-server', 'send-message-v2']))) {
    return skip('this CLI version has no debug app-server send-message-v2');
  }
  return withLoopbackModel(context, [{ type: 'text', text: nonce }], async () =>
    judgeDebugTurn(await codexRun(['debug', 'app-server', 'send-message-v2', 'Say the nonce.']), nonce),
  );
};
