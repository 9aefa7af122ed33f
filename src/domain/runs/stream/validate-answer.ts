import { cleanLine } from '../../base/text/clean.ts';

/** What is wrong with an answer, or why it was not checked. */
export type AnswerVerdict =
  | { type: 'valid' }
  | { type: 'invalid'; fault: string }
  | { type: 'unchecked'; why: string };

/**
 * Checks an answer against the output schema of a run, which the CLI does not (docs/codex-facts.md, "Output schema").
 *
 * @param schema text of the JSON Schema, of draft 2020-12 or draft 7
 * @param answer the last message; undefined when there was none
 */
export async function validateAnswer(schema: string, answer: string | undefined): Promise<AnswerVerdict> {
  if (answer === undefined) return { type: 'invalid', fault: 'there is no answer' };
  let validate: Awaited<ReturnType<typeof compile>>;
  try {
    validate = await compile(JSON.parse(schema));
  } catch (cause) {
    return {
      type: 'unchecked',
      why: `the output schema cannot be used: ${cleanLine((cause as Error).message)}`,
    };
  }
  let value: unknown;
  try {
    value = JSON.parse(answer);
  } catch {
    return { type: 'invalid', fault: 'the answer is not JSON' };
  }
  if (validate(value)) return { type: 'valid' };
  const [error] = validate.errors ?? [];
  const place = error?.instancePath || '/';
  return {
    type: 'invalid',
    fault: `the answer is not what the schema asks for: ${place}: ${error?.message ?? 'invalid'}`,
  };
}

/** Loaded late: few runs have a schema. Its names are members of its default export in every bundle. */
async function compile(schema: Record<string, unknown>) {
  const options = { strict: false, validateFormats: false, addUsedSchema: false, logger: false } as const;
  if (typeof schema.$schema === 'string' && schema.$schema.includes('draft-07')) {
    const { default: ajv } = await import('ajv');
    return new ajv.Ajv(options).compile(schema);
  }
  const { default: ajv } = await import('ajv/dist/2020.js');
  return new ajv.Ajv2020(options).compile(schema);
}
