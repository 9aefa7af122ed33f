import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { describeEnd, exited, type Outcome } from '../../../base/outcome.ts';
import { cleanLine } from '../../../base/text/clean.ts';
import { fail, type Judgement, pass } from '../../judgement.ts';

/** A turn that demands an answer in a form. */
export type OutputSchemaTrial = {
  outcome: Outcome;
  /** The JSON Schema that was given. */
  schema: unknown;
  /** The nonce that the answer carries. */
  nonce: string;
  /** Body of the first request that reached the model. */
  request: unknown;
  /** Text of the `-o` file; undefined when it was not written. */
  written: string | undefined;
};

const requestShape = z.looseObject({
  text: z.looseObject({
    format: z.looseObject({ type: z.string(), strict: z.boolean().optional(), schema: z.unknown() }),
  }),
});

const answerShape = z.strictObject({ nonce: z.string() });

/**
 * Passes when the form reached the model and the answer that was written has it. The CLI does not
 * validate the answer itself (docs/codex-facts.md, "Output schema"), so we do.
 */
export function judgeOutputSchema({
  outcome,
  schema,
  nonce,
  request,
  written,
}: OutputSchemaTrial): Judgement {
  const expected = 'the schema in the request, and an answer of its form in the -o file';
  const differ = (actual: string) => fail({ summary: '--output-schema does not work', expected, actual });
  if (!exited(outcome)) return differ(describeEnd(outcome.end));
  const asked = requestShape.safeParse(request).data;
  if (!asked) return differ('the request names no text format');
  if (!isDeepStrictEqual(asked.text.format.schema, schema))
    return differ('the request carries another schema');
  if (written === undefined) return differ('the -o file was not written');
  try {
    if (answerShape.parse(JSON.parse(written)).nonce === nonce)
      return pass('the schema was sent, and the answer has its form');
  } catch {
    // Said below, with what was written.
  }
  return differ(`written: ${cleanLine(written).slice(0, 120)}`);
}
