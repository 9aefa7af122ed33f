import { describe, expect, it } from 'vitest';
import { judgeProfileFiles, type ProfileTrial } from '../../../../../src/domain/checks/judge/config.ts';

const judge = (trial: Partial<ProfileTrial>) =>
  judgeProfileFiles({ named: [], files: [], legacy: [], ...trial });

describe('the profiles that a team relies on', () => {
  it.each([
    ['each has its file', { named: ['team'], files: ['ci', 'team'] }, 'profile files: ci, team'],
    ['files are there that nobody named', { files: ['ci'] }, 'profile files: ci'],
    ['an old table of another name is left', { files: ['ci'], legacy: ['team'] }, 'profile files: ci'],
  ])('pass when %s', (_, trial, summary) => {
    expect(judge(trial)).toEqual({ verdict: 'pass', summary });
  });

  it('fail when one has no file: the CLI would use the base configuration without a word', () => {
    expect(judge({ named: ['team', 'ci'], files: ['ci'] })).toEqual({
      verdict: 'fail',
      summary: 'profiles would not be used as meant',
      expected: 'one file for each profile in use',
      actual: 'team.config.toml is missing',
    });
  });

  it('fail when a name is a file and a table, which the CLI refuses', () => {
    expect(judge({ files: ['team'], legacy: ['team'] }).actual).toBe(
      'team is a file and a table [profiles.team]',
    );
  });

  it('fail with every fault at once', () => {
    expect(judge({ named: ['a'], files: ['b'], legacy: ['b'] }).actual).toBe(
      'a.config.toml is missing; b is a file and a table [profiles.b]',
    );
  });

  it('fail when one in use is only a table of the old form', () => {
    expect(judge({ named: ['team'], legacy: ['team'] }).actual).toBe('team.config.toml is missing');
    expect(judge({ legacy: ['team', 'ci'] })).toMatchObject({
      verdict: 'fail',
      summary: 'legacy profiles only: team, ci',
      actual: '[profiles.team], [profiles.ci]',
      remedy: expect.stringContaining('codex -p refuses the old form'),
    });
  });

  it('are skipped when there are none', () => {
    expect(judge({})).toEqual({ verdict: 'skip', summary: 'no profile is in use' });
  });
});
