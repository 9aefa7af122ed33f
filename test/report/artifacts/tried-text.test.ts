import { describe, expect, it } from 'vitest';
import { renderTriedText } from '../../../src/report/artifacts/tried-text.ts';
import { plain } from '../../../src/report/base/paint.ts';

const tried = {
  artifact: 'approved-profiles',
  faults: [],
  remarks: [],
  version: '0.139.0',
  matrix: undefined,
  untried: undefined,
};

describe('a text with policy that was tried', () => {
  it('is taken as it is written, by whom', () => {
    expect(renderTriedText(tried, plain)).toBe(
      '✔ pass: codex-cli 0.139.0 takes approved-profiles as it is written\n',
    );
  });

  it('names each fault with its place, without control characters', () => {
    const shown = renderTriedText({ ...tried, faults: ['p:4:2: x\u001b[31m: did you mean "y"?'] }, plain);
    expect(shown).toContain('✘ fail: approved-profiles does not do what it says');
    expect(shown).toContain('  p:4:2: x: did you mean "y"?\n');
  });

  it('says what was not tried, and who judged then', () => {
    const shown = renderTriedText(
      { ...tried, version: undefined, untried: 'no codex was found', remarks: ['p:1:1: a'] },
      plain,
    );
    expect(shown).toContain('▲ warn: the lint takes approved-profiles as it is written');
    expect(shown).toContain('It does these in another way than it says, or may do:\n  p:1:1: a\n');
    expect(shown).toContain('Its profiles were not tried: no codex was found\n');
  });
});
