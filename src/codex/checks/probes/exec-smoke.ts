import { judgeExecSmoke } from '../../../domain/checks/judge/exec.ts';
import type { ModelStep } from '../../loopback-model/script.ts';
import { toolResults, withLoopbackModel } from '../../loopback-model/with-loopback-model.ts';
import { execArguments } from '../exec-arguments.ts';
import type { Probe } from '../probe.ts';

export const execSmoke: Probe<'exec.smoke'> = async (context) => {
  const { codexRun, nonce, work, testedVersion } = context;
  const script: ModelStep[] = [
    { type: 'command', command: `echo ${nonce}` },
    { type: 'text', text: nonce },
  ];
  return withLoopbackModel(context, script, async ({ requests }) => {
    const outcome = await codexRun(execArguments(work, 'Print the nonce.'));
    const results = requests.flatMap(({ body }) => toolResults(body));
    const trial = { outcome, nonce, userAgent: requests[0]?.userAgent, toolResults: results };
    return judgeExecSmoke(trial, await testedVersion());
  });
};
