import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleOfGlob, globToRegExp } from '../../../src/domain/sandbox/glob.ts';

describe('a deny glob', () => {
  // Each line was seen on the real 0.139.0.
  it.each([
    ['*.env', 'a.env', true],
    ['*.env', 'deep/x.env', true],
    ['**/*.env', 'a.env', true],
    ['**/*.env', 'deep/er/x.env', true],
    ['deep/*.env', 'deep/er/y.env', true],
    ['deep/*.env', 'a.env', false],
    ['d*/y.env', 'deep/er/y.env', false],
    ['**/er/*.env', 'deep/er/y.env', true],
    ['**/er/*.env', 'deep/y.env', false],
    ['a?.[ab]', 'ab.a', true],
    ['a?.[ab]', 'ab.c', false],
    ['a+(b).*', 'a+(b).c', true],
  ] as const)('%s on %s: %s', (glob, path, expected) => {
    expect(globToRegExp(glob).test(path)).toBe(expected);
  });

  it('matches the example that stands for it, whatever the glob', () => {
    const part = fc.oneof(
      fc.constantFrom('**/', '*', '?', '[ab]', '/', '.env'),
      fc.stringMatching(/^[a-z.]{1,4}$/),
    );
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 6 }), (parts) => {
        const glob = parts
          .join('')
          .replace(/\/+/g, '/')
          .replace(/\*{3,}/g, '*')
          .replace(/^\//, '');
        fc.pre(/[*?[]/.test(glob) && !glob.includes('***'));
        expect(globToRegExp(glob).test(exampleOfGlob(glob)), `${glob} on ${exampleOfGlob(glob)}`).toBe(true);
      }),
    );
  });
});
