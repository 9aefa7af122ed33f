import { describe, expect, it } from 'vitest';
import { judgeOutputSchema, type OutputSchemaTrial } from '../../../../../src/domain/checks/judge/exec.ts';
import { outcome, segfault } from '../../../../support/outcome.ts';

const schema = { type: 'object', properties: { nonce: { type: 'string' } }, required: ['nonce'] };
const asked = (sent: unknown) => ({ text: { format: { type: 'json_schema', strict: true, schema: sent } } });
const judge = (more: Partial<OutputSchemaTrial> = {}) =>
  judgeOutputSchema({
    outcome: outcome(),
    schema,
    nonce: 'n0nce',
    request: asked(schema),
    written: '{"nonce":"n0nce"}',
    ...more,
  });

describe('an answer in a given form', () => {
  it('passes whatever the order of the keys in the schema that was sent', () => {
    const { type, properties, required } = schema;
    expect(judge({ request: asked({ required, properties, type }) }).verdict).toBe('pass');
  });

  it.each([
    [
      'another schema was sent',
      { request: asked({ ...schema, required: [] }) },
      'the request carries another schema',
    ],
    [
      'a schema was added to',
      { request: asked({ ...schema, title: 'x' }) },
      'the request carries another schema',
    ],
    ['no request came', { request: undefined }, 'the request names no text format'],
    [
      'plain text was asked for',
      { request: { text: { format: { type: 'text' } } } },
      'the request names no text format',
    ],
    ['the file was not written', { written: undefined }, 'the -o file was not written'],
    ['the file is empty', { written: '' }, 'written: '],
    // Observed: under a strict schema the CLI writes PONG all the same.
    ['the answer is not of the form', { written: 'PONG' }, 'written: PONG'],
    [
      'the answer has more than the form',
      { written: '{"nonce":"n0nce","x":1}' },
      'written: {"nonce":"n0nce","x":1}',
    ],
    ['the answer is for another question', { written: '{"nonce":"other"}' }, 'written: {"nonce":"other"}'],
    ['the CLI failed', { outcome: outcome({ code: 1 }) }, 'exit 1'],
    ['the CLI crashed', { outcome: segfault }, 'killed by SIGSEGV'],
  ])('fails when %s', (_, more, actual) => {
    expect(judge(more)).toMatchObject({
      verdict: 'fail',
      summary: '--output-schema does not work',
      actual,
    });
  });

  it('shows a long or hostile answer on one short line', () => {
    expect(judge({ written: `\u001b[31m${'x\n'.repeat(500)}` }).actual).toMatch(/^written: [x ]{120}$/);
  });
});
