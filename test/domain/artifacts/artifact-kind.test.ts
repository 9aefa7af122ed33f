import { describe, expect, it } from 'vitest';
import { isRepositoryPath } from '../../../src/domain/artifacts/copies/repository-path.ts';
import { parseArtifactKinds } from '../../../src/domain/artifacts/parse-artifact-kinds.ts';
import { kindOf, kindsText } from '../../support/artifacts.ts';

describe('a kind of artifact', () => {
  it('says who owns it, who approves it, how often it is looked at and where it goes', () => {
    expect(kindOf()).toEqual({
      id: 'policy',
      title: 'A policy',
      why: 'it is of use',
      owner: 'security owner',
      reviewers: ['security owner', 'rollout owner'],
      cadence_days: 90,
      format: 'md',
      content: 'text',
      publish_to: 'docs/policy.md',
    });
  });

  it.each([
    ['an unknown role', { owner: 'king' }, 'artifacts.yaml:6:12: artifacts[0].owner'],
    ['an auditor who approves', { reviewers: '[auditor]' }, 'artifacts.yaml:7:17: artifacts[0].reviewers[0]'],
    ['nobody who approves', { reviewers: '[]' }, 'artifacts[0].reviewers'],
    ['a role twice', { reviewers: '[team lead, team lead]' }, 'artifacts[0].reviewers: names a role twice'],
    ['a cadence that is none', { cadence: 'often' }, 'artifacts[0].cadence: must be a number of days'],
    [
      'a path out of the repository',
      { publish_to: '../x' },
      'artifacts[0].publish_to: must be a path inside',
    ],
    [
      'a catalog in prose',
      { content: 'checklist' },
      'artifacts[0].format: a catalog or a checklist is written in yaml',
    ],
    ['a misspelt field', { ownr: 'team lead' }, 'artifacts[0].ownr: unknown field; did you mean "owner"?'],
  ])('is refused with file, line and field for %s', (_, more, message) => {
    expect(() => kindOf(more)).toThrow(message);
  });

  it('may not stand twice', () => {
    const twice = kindsText() + kindsText().split('artifacts:\n')[1];
    expect(() => parseArtifactKinds(twice, 'a.yaml')).toThrow(
      'a.yaml:11:9: artifacts[1].id: "policy" is repeated',
    );
  });
});

describe('a path in a repository', () => {
  it.each(['AGENTS.md', '.codex/config.toml', 'docs/a b.md', '.github/x.yml', 'a..b'])(
    'can be %s',
    (path) => {
      expect(isRepositoryPath(path)).toBe(true);
    },
  );

  it.each([
    '',
    '/etc/passwd',
    '../x',
    'a/../../x',
    'a//b',
    './a',
    'a/',
    'C:/x',
    'a\\b',
    '.git/hooks/x',
    'a/.GIT/x',
    'a\nb',
    'a\u001b[2J',
  ])('is never %j', (path) => {
    expect(isRepositoryPath(path)).toBe(false);
  });
});
