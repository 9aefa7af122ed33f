import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type InstructionFile,
  judgeChain,
  judgeChainSize,
  judgeEmptyOverrides,
} from '../../../../src/domain/checks/judge/agents.ts';

const file = (path: string, bytes = 100): InstructionFile => ({
  path,
  bytes,
  override: path.endsWith('AGENTS.override.md'),
  empty: bytes === 0,
});
const root = file('/repo/AGENTS.md');
const sub = file('/repo/sub/AGENTS.md');
const limit = 32_768;

describe('the chain of instructions', () => {
  const judge = (onDisk: readonly InstructionFile[], loaded: readonly string[] | undefined) =>
    judgeChain({ onDisk, loaded, limit });

  it('passes when the CLI also loads the file of the home, before the project', () => {
    expect(judge([root, sub], ['/home/ada/.codex/AGENTS.md', root.path, sub.path])).toEqual({
      verdict: 'pass',
      summary: 'loaded: /home/ada/.codex/AGENTS.md, /repo/AGENTS.md, /repo/sub/AGENTS.md',
    });
  });

  it('does not miss an empty file, which contributes nothing', () => {
    expect(judge([root, file('/repo/sub/AGENTS.md', 0)], [root.path]).verdict).toBe('pass');
  });

  it.each([
    ['nothing', [], '(nothing)'],
    ['the file of the home only', ['/home/ada/.codex/AGENTS.md'], '/home/ada/.codex/AGENTS.md'],
  ])('fails when an untrusted project makes it load %s', (_, loaded, actual) => {
    expect(judge([root, sub], loaded)).toEqual({
      verdict: 'fail',
      summary: 'not loaded: /repo/AGENTS.md, /repo/sub/AGENTS.md',
      expected: '/repo/AGENTS.md, /repo/sub/AGENTS.md',
      actual,
    });
  });

  it('fails when the order is another, for the last word wins', () => {
    expect(judge([root, sub], [sub.path, root.path])).toMatchObject({
      verdict: 'fail',
      summary: 'loaded in another order',
    });
  });

  it('is skipped when the CLI does not say, which is no pass', () => {
    expect(judge([root], undefined).verdict).toBe('skip');
  });

  it('is skipped when there is nothing to load', () => {
    expect(judge([], []).verdict).toBe('skip');
    expect(judge([file('/repo/AGENTS.md', 0)], []).verdict).toBe('skip');
  });
});

describe('the size of the chain', () => {
  const judge = (sizes: readonly number[], most = limit) =>
    judgeChainSize({
      onDisk: sizes.map((bytes, index) => file(`/${index}`, bytes)),
      loaded: undefined,
      limit: most,
    });

  it.each([
    ['far below', [100, 200], 'pass', '300 bytes in 2 files of 1000'],
    ['at nine tenths', [900], 'pass', '900 bytes in 1 files of 1000'],
    ['above nine tenths', [901], 'warn', 'the instruction chain is close to its limit'],
    ['at the limit', [500, 500], 'warn', 'the instruction chain is close to its limit'],
    ['a byte above it', [500, 501], 'fail', 'cut or dropped: /1'],
  ])('%s', (_, sizes, verdict, summary) => {
    expect(judge(sizes, 1000)).toMatchObject({ verdict, summary });
  });

  it('names the file that is cut and all after it, which are dropped', () => {
    expect(judge([600, 600, 0, 10], 1000)).toMatchObject({
      summary: 'cut or dropped: /1, /2, /3',
      expected: 'at most 1000 bytes',
      actual: '1210 bytes in 4 files',
    });
  });

  it('is skipped without a file', () => {
    expect(judge([]).verdict).toBe('skip');
  });

  it('never passes a chain that does not fit, nor fails one that does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5000), { minLength: 1 }),
        fc.integer({ min: 1, max: 20_000 }),
        (sizes, most) => {
          const sum = sizes.reduce((a, b) => a + b, 0);
          expect(judge(sizes, most).verdict === 'fail').toBe(sum > most);
        },
      ),
    );
  });
});

describe('overrides', () => {
  const full = file('/repo/AGENTS.override.md');
  const empty = file('/repo/sub/AGENTS.override.md', 0);

  it.each([
    ['pass when there are none', [root], 'pass', 'there is no override'],
    ['pass when all have instructions', [root, full], 'pass', '1 overrides, none empty'],
    [
      'fail when one hides its sibling with nothing',
      [full, empty],
      'fail',
      'empty override: /repo/sub/AGENTS.override.md',
    ],
  ])('%s', (_, files, verdict, summary) => {
    expect(judgeEmptyOverrides(files)).toMatchObject({ verdict, summary });
  });

  it('are not to blame for an empty AGENTS.md', () => {
    expect(judgeEmptyOverrides([file('/repo/AGENTS.md', 0)]).verdict).toBe('pass');
  });
});
