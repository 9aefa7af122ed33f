import { describe, expect, it } from 'vitest';
import { validateAnswer } from '../../../../src/domain/runs/stream/validate-answer.ts';

const schema = (more: object = {}) =>
  JSON.stringify({ type: 'object', properties: { ok: { type: 'boolean' } }, required: ['ok'], ...more });

describe('an answer under an output schema', () => {
  it.each([
    ['draft 2020-12', schema({ $schema: 'https://json-schema.org/draft/2020-12/schema' })],
    ['draft 7', schema({ $schema: 'http://json-schema.org/draft-07/schema#' })],
    ['no draft', schema()],
  ])('of %s is valid or says where it is not', async (_, text) => {
    expect(await validateAnswer(text, '{"ok":true}')).toEqual({ type: 'valid' });
    expect(await validateAnswer(text, '{"ok":1}')).toEqual({
      type: 'invalid',
      fault: 'the answer is not what the schema asks for: /ok: must be boolean',
    });
    expect(await validateAnswer(text, '{}')).toMatchObject({ type: 'invalid' });
  });

  it('is invalid when it is no JSON or not there', async () => {
    expect(await validateAnswer(schema(), 'PONG')).toEqual({
      type: 'invalid',
      fault: 'the answer is not JSON',
    });
    expect(await validateAnswer(schema(), undefined)).toEqual({
      type: 'invalid',
      fault: 'there is no answer',
    });
  });

  it.each(['PONG', '{"type":"no such type"}', '{"$ref":"https://example.com/other.json"}', 'null'])(
    'is not checked under %s',
    async (text) => {
      expect(await validateAnswer(text, '{}')).toMatchObject({ type: 'unchecked' });
    },
  );
});
