import { exited } from '../../../domain/base/outcome.ts';
import { judgeDebugTurn } from '../../../domain/checks/judge/app-server.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { withLoopbackModel } from '../../loopback-model/with-loopback-model.ts';
import type { Probe } from '../probe.ts';

export const appServerDebugTurn: Probe<'appserver.debug-turn'> = async (context) => {
  const { codexRun, nonce } = context;
  if (!exited(await codexRun(['help', 'debug', 'app-server', 'send-message-v2']))) {
    return skip('this CLI version has no debug app-server send-message-v2');
  }
  return withLoopbackModel(context, [{ type: 'text', text: nonce }], async () =>
    judgeDebugTurn(await codexRun(['debug', 'app-server', 'send-message-v2', 'Say the nonce.']), nonce),
  );
};
