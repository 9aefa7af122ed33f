import { fail, type Judgement, pass, skip } from '../../judgement.ts';

/** What came of calling one method. */
export type MethodCall = { method: string; answer: 'ok' | 'unknown' | 'error'; message: string };

/**
 * Fails when a method that works offline does not, or when the server does not know it. Methods that
 * need a login are not asked for (docs/codex-facts.md, "App-server over stdio").
 */
export function judgeMethods(calls: readonly MethodCall[]): Judgement {
  if (calls.length === 0) return skip('no method was named');
  const unknown = calls.filter(({ answer }) => answer === 'unknown').map(({ method }) => method);
  const broken = calls.filter(({ answer }) => answer === 'error');
  if (unknown.length === 0 && broken.length === 0) return pass(`${calls.length} methods answer offline`);
  const names = [...unknown, ...broken.map(({ method }) => method)];
  return fail({
    summary: `methods do not answer: ${names.join(', ')}`,
    expected: `${calls.length} methods answer offline`,
    actual: [
      ...unknown.map((method) => `${method} is unknown to this server`),
      ...broken.map(({ method, message }) => `${method}: ${message}`),
    ].join('; '),
  });
}
