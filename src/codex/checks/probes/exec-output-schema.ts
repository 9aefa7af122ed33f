import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { judgeOutputSchema } from '../../../domain/checks/judge/exec.ts';
import { withLoopbackModel } from '../../loopback-model/with-loopback-model.ts';
import { execArguments } from '../exec-arguments.ts';
import type { Probe } from '../probe.ts';

const schema = {
  type: 'object',
  properties: { nonce: { type: 'string' } },
  required: ['nonce'],
  additionalProperties: false,
} as const;

export const execOutputSchema: Probe<'exec.output-schema'> = async (context) => {
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
};
