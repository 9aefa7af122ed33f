import { describe, expect, it } from 'vitest';
import { redactAt, redactValue } from '../../../../src/domain/base/redact/redact-value.ts';

describe('a document that is shown', () => {
  it('has no secret in it, whether its form or its name tells', () => {
    expect(
      redactValue({
        otel: { exporter: { headers: { 'x-api-key': 'abcdefgh', Authorization: 'Bearer abcdefghijkl' } } },
        list: ['sk-proj-abcdefghijkl', 'plain'],
        password: ['hunter22'],
      }),
    ).toEqual({
      otel: { exporter: { headers: { 'x-api-key': '[redacted]', Authorization: '[redacted]' } } },
      list: ['sk-proj-[redacted]', 'plain'],
      password: ['[redacted]'],
    });
  });

  it('has no value under env, headers, query parameters and arguments, whatever it looks like', () => {
    expect(
      redactValue({
        a: { command: 'npx', args: ['-y'], env: { A: 'b', N: 1 }, http_headers: { C: { d: 'e' } } },
      }),
    ).toEqual({
      a: {
        command: 'npx',
        args: ['[redacted]'],
        env: { A: '[redacted]', N: '[redacted]' },
        http_headers: { C: { d: '[redacted]' } },
      },
    });
  });

  it('has none of them at a path either, where the names above it tell', () => {
    expect(redactAt(['mcp_servers', 'x', 'env', 'PLAIN'], 'word')).toBe('[redacted]');
    expect(redactAt(['hooks', 'headers', 'C'], { d: 'e' })).toEqual({ d: '[redacted]' });
    expect(redactAt(['model'], 'gpt-5')).toBe('gpt-5');
  });

  it('is otherwise as it was', () => {
    const document = { allowed: ['read-only'], on: true, n: 3, none: null, at: new Date(0) };
    expect(redactValue(document)).toEqual(document);
  });
});
