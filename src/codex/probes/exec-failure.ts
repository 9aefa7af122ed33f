import { judgeExecFailure } from '../../domain/checks/judge/exec-smoke.ts';
import { execArguments } from '../exec-arguments.ts';
import type { ModelStep } from '../loopback-model/script.ts';
import type { Probe } from '../probe.ts';
import { withLoopbackModel } from '../with-loopback-model.ts';

const refusal: ModelStep = {
  type: 'http-error',
  status: 400,
  body: '{"error":{"message":"refused by the check"}}',
};

export const execFailure: Probe<'exec.failure'> = async (context) =>
  withLoopbackModel(context, [refusal], async () =>
    judgeExecFailure(await context.codexRun(execArguments(context.work, 'Fail.'))),
  );
