import { judgeExecFailure } from '../../../domain/checks/judge/exec.ts';
import type { ModelStep } from '../../loopback-model/script.ts';
import { withLoopbackModel } from '../../loopback-model/with-loopback-model.ts';
import { execArguments } from '../exec-arguments.ts';
import type { Probe } from '../probe.ts';

const refusal: ModelStep = {
  type: 'http-error',
  status: 400,
  body: '{"error":{"message":"refused by the check"}}',
};

export const execFailure: Probe<'exec.failure'> = async (context) =>
  withLoopbackModel(context, [refusal], async () =>
    judgeExecFailure(await context.codexRun(execArguments(context.work, 'Fail.'))),
  );
