import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type InstallTrial, judgeIntegrity } from '../../../../../src/domain/checks/judge/install.ts';
import { baselineSchema } from '../../../../../src/domain/upgrade/baseline/baseline.ts';

const { binaries } = baselineSchema.parse(JSON.parse(readFileSync('data/baselines/0.139.0.json', 'utf8')));
const published = binaries['linux-x64'] ?? '';
const locked = { file: '/p/package-lock.json', wrapper: 'sha512-wr2f', native: 'sha512-14Ug' };

const judge = (more: Partial<InstallTrial> = {}) =>
  judgeIntegrity({
    binary: { platform: 'linux-x64', sha256: published },
    recorded: published,
    locked,
    tested: '0.139.0',
    ...more,
  });

describe('the installed bytes', () => {
  it('of linux are the ones that two independent installs had', () => {
    expect(published).toBe('0729aedf4fe72971d81ef6803c817b850d711254d3c82ecc756a52f3b533c9f8');
    expect(judge()).toEqual({
      verdict: 'pass',
      summary: 'the native binary is the recorded 0.139.0, both packages are fixed in the lock',
    });
  });

  it('fail when one digest differs, with both of them and what not to do', () => {
    const judged = judge({ binary: { platform: 'linux-x64', sha256: 'ff' } });
    expect(judged).toMatchObject({
      verdict: 'fail',
      expected: `SHA-256 ${published}`,
      actual: 'SHA-256 ff',
      remedy: expect.stringContaining('npm install --save-exact @openai/codex@0.139.0'),
    });
    expect(judged.remedy).toMatch(/If it differs again, do not use it\.$/);
  });

  it.each([
    ['the wrapper only', { ...locked, native: undefined }, 'wrapper sha512-wr2f, native none'],
    ['the native package only', { ...locked, wrapper: undefined }, 'wrapper none, native sha512-14Ug'],
    ['neither', { ...locked, wrapper: undefined, native: undefined }, 'wrapper none, native none'],
  ])('fail when the lock fixes %s, though the binary is right', (_, lock, actual) => {
    expect(judge({ locked: lock })).toMatchObject({
      verdict: 'fail',
      summary: 'the lock does not fix both packages',
      actual: `/p/package-lock.json: ${actual}`,
    });
  });

  it.each([
    ['tampered with', { 'codex.js': 'aa', rg: 'ff' }, 'rg: SHA-256 ff'],
    ['gone', { 'codex.js': 'aa' }, 'rg: not there'],
  ])('fail when another program of the install is %s', (_, found, actual) => {
    expect(judge({ files: { found, recorded: { 'codex.js': 'aa', rg: 'bb' } } })).toMatchObject({
      verdict: 'fail',
      summary: 'programs of the install are not those of 0.139.0: rg',
      expected: 'rg: SHA-256 bb',
      actual,
    });
  });

  it('are compared without the other programs where an older baseline has none', () => {
    expect(judge({ files: { found: { rg: 'ff' }, recorded: undefined } }).verdict).toBe('pass');
  });

  it('fail when the wrapper is of another version than the binary, recorded or not', () => {
    expect(judge({ packaged: '0.139.0', tested: '0.160.0', recorded: undefined })).toMatchObject({
      verdict: 'fail',
      summary: 'the wrapper and the native binary are of different versions',
      actual: 'codex-cli 0.160.0',
    });
  });

  it('never pass without a digest to compare with', () => {
    expect(judge({ recorded: undefined })).toEqual({
      verdict: 'skip',
      summary: `no baseline of 0.139.0 on linux-x64 was recorded; the binary is ${published}`,
    });
    expect(judge({ binary: undefined }).verdict).toBe('skip');
  });

  it('say that no lock was found, which is no fault', () => {
    expect(judge({ locked: undefined }).summary).toBe(
      'the native binary is the recorded 0.139.0, no lock was found',
    );
  });
});
