import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examplesOf, isPattern, matchGlob } from '../../../../src/domain/sandbox/trials/glob.ts';
import { pattern } from '../../../support/sandbox-patterns.ts';

describe('a pattern', () => {
  it.each([
    ['*.env', 'a.env', 'exact'],
    ['*.env', '.env', 'exact'],
    // Denied on 0.139.0 to 0.160.0, open on 0.169.0.
    ['*.env', 'deep/x.env', 'deeper'],
    ['deep/*.env', 'deep/er/y.env', 'deeper'],
    ['a/*', 'a/b/f', 'deeper'],
    ['**/*.env', 'a.env', 'exact'],
    ['**/*.env', 'deep/er/x.env', 'exact'],
    ['deep/*.env', 'a.env', 'no'],
    ['d*/y.env', 'deep/er/y.env', 'no'],
    ['*/.env', '.env', 'no'],
    ['*/.env', 'a/b/.env', 'no'],
    ['**/er/*.env', 'deep/er/y.env', 'exact'],
    ['**/er/*.env', 'deep/y.env', 'no'],
    ['a/**/f', 'a/f', 'exact'],
    ['a/**', 'a/b/f', 'exact'],
    ['a/**', 'b/a/f', 'no'],
    ['a?.[ab]', 'ab.a', 'exact'],
    ['a?.[ab]', 'ab.c', 'no'],
    ['[!a]x', 'ax', 'no'],
    ['[^a]x', 'bx', 'exact'],
    ['[a-c]x', 'bx', 'exact'],
    ['a+(b).*', 'a+(b).c', 'exact'],
    ['**/*.{key,pem}', 'a/x.pem', 'exact'],
    ['{a,b}.key', 'b.key', 'exact'],
    ['**/\\*x', 'a/*x', 'exact'],
    ['**/\\*x', 'ax', 'no'],
    ['**/.ssh', 'a/.ssh/key', 'below'],
    ['**/.ssh/**', 'a/.ssh/key', 'exact'],
  ] as const)('%s on %s: %s', (glob, path, expected) => {
    expect(matchGlob(glob, path)).toBe(expected);
  });

  it.each(['a[', '{a', '[]', '[z-a]', '{a,{b,c}}', 'a\\'])(
    '%s cannot be read, and matches nothing',
    (glob) => {
      expect(examplesOf(glob, 'canary')).toBeUndefined();
      expect(matchGlob(glob, glob)).toBe('no');
    },
  );

  it.each([
    ['many folders', `${'**/'.repeat(30)}x`],
    ['many folders with a name between', `${'**/a*/'.repeat(30)}x`],
    ['many wildcards in a name', `${'*a'.repeat(60)}x`],
    ['many braces and alternatives', `**/${'{a,b}'.repeat(22)}.{${Array(3000).fill('key').join(',')}}`],
  ])('with %s is held against a long path, and ends', (_, glob) => {
    expect(matchGlob(glob, `${'aaaaaaaaaa/'.repeat(40)}${'a'.repeat(200)}`)).toBe('no');
    expect(examplesOf(glob, 'canary')?.matches).not.toEqual([]);
  });

  it('is told from a path by its wildcards', () => {
    expect(['a*', 'a?', '[id]', '{a,b}'].every(isPattern)).toBe(true);
    expect(['a', 'a[', '{a}', 'a}b{'].some(isPattern)).toBe(false);
  });
});

describe('the examples of a pattern', () => {
  it('match it, those beside it do not, and no file is where another needs a folder', () => {
    fc.assert(
      fc.property(pattern, (glob) => {
        const examples = examplesOf(glob, 'canary');
        if (!examples) return;
        const { matches, farDown, inFolder, nearMiss } = examples;
        for (const path of matches) expect(matchGlob(glob, path), `${glob} on ${path}`).toBe('exact');
        if (farDown !== undefined) expect(matchGlob(glob, farDown)).toBe('exact');
        if (inFolder !== undefined) expect(matchGlob(glob, inFolder)).not.toBe('exact');
        if (nearMiss !== undefined) expect(matchGlob(glob, nearMiss)).toBe('no');
      }),
    );
  });

  it('never throw, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (glob, path) => {
        examplesOf(glob, 'canary');
        matchGlob(glob, path);
      }),
    );
  });
});
