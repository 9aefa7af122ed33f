import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeExecFailure, judgeExecSmoke, judgeOutputSchema } from '../../../domain/checks/judge/exec.ts';
import type { ModelStep } from '../../loopback-model/loopback-model.ts';
import { execArguments, toolResults, withLoopbackModel } from '../../loopback-model/with-loopback-model.ts';
import type { Probes } from '../probe.ts';

const schema = {
  type: 'object',
  properties: { nonce: { type: 'string' } },
  required: ['nonce'],
  additionalProperties: false,
} as const;

const refusal: ModelStep = {
  type: 'http-error',
  status: 400,
  body: '{"error":{"message":"refused by the check"}}',
};

/** Whether `codex exec` carries out a turn against a loopback model. */
export const execProbes = {
  'exec.smoke': async (context) => {
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
  },

  'exec.output-schema': async (context) => {
    const { codexRun, nonce, home, work } = context;
    const schemaFile = join(home, 'answer.schema.json');
    const answerFile = join(home, 'answer.json');
    await writeFile(schemaFile, JSON.stringify(schema));
    return withLoopbackModel(
      context,
      [{ type: 'text', text: JSON.stringify({ nonce }) }],
      async ({ requests }) => {
        const form = ['--output-schema', schemaFile, '-o', answerFile];
        const outcome = await codexRun(execArguments(work, 'Answer in the form.', form));
        const written = await readFile(answerFile, 'utf8').catch(() => undefined);
        return judgeOutputSchema({ outcome, schema, nonce, request: requests[0]?.body, written });
      },
    );
  },

  'exec.failure': async (context) =>
    withLoopbackModel(context, [refusal], async () =>
      judgeExecFailure(await context.codexRun(execArguments(context.work, 'Fail.'))),
    ),
} satisfies Partial<Probes>;
