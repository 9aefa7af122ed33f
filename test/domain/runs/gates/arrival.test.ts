import { describe, expect, it } from 'vitest';
import { readArrival } from '../../../../src/domain/runs/gates/arrival.ts';

const [base, head] = ['1'.repeat(40), '2'.repeat(40)];
const none = () => false;
const pull = { base: { sha: base, ref: 'main' }, head: { sha: head }, user: { login: 'ada' } };
const push = { ref: 'refs/heads/main', before: base, after: head, repository: { default_branch: 'main' } };

describe('how a change arrives, from the event of GitHub', () => {
  it.each<[string, unknown, unknown]>([
    [
      'a pull request',
      { pull_request: pull },
      { type: 'pull request', into: 'main', base, head, author: 'ada' },
    ],
    ['a pull request of a deleted account', { pull_request: { ...pull, user: null } }, { author: null }],
    [
      'a merge queue',
      { merge_group: { base_sha: base, head_sha: head, base_ref: 'refs/heads/main' } },
      { type: 'pull request', into: 'main' },
    ],
    [
      'a push to the default branch',
      push,
      { type: 'push', branch: 'main', isProtected: true, before: base, after: head },
    ],
    [
      'a push to another branch',
      { ...push, ref: 'refs/heads/codex/fix' },
      { branch: 'codex/fix', isProtected: false },
    ],
    ['a tag', { ...push, ref: 'refs/tags/v1' }, { type: 'other' }],
    ['a comment', { issue: { number: 1, pull_request: {} }, comment: {} }, { type: 'other' }],
    ['the clock', { schedule: '0 0 * * *' }, { type: 'other' }],
    [
      'a pull request without commits',
      { pull_request: { base: { ref: 'main' } } },
      { complaint: expect.any(String) },
    ],
    [
      'a commit that is an option of git',
      { pull_request: { ...pull, head: { sha: '--output=x' } } },
      { complaint: expect.stringContaining('pull_request.head.sha') },
    ],
    ['a list', [], { complaint: expect.any(String) }],
  ])('%s', (_, payload, expected) => {
    expect(readArrival({}, payload, none)).toMatchObject(expected as object);
  });

  it('takes nothing from texts that anybody may write', () => {
    const text = 'pull_request into main (#12)';
    const payload = {
      ...push,
      head_commit: { message: text },
      pull_request_title: text,
      commits: [{ message: text }],
    };
    expect(readArrival({ GITHUB_HEAD_REF: text }, payload, none)).toMatchObject({ type: 'push' });
  });

  it('protects the branches that the team names', () => {
    const release = { ...push, ref: 'refs/heads/release' };
    expect(readArrival({}, release, (branch) => branch === 'release')).toMatchObject({ isProtected: true });
  });
});

describe('how a change arrives, from the variables of GitLab', () => {
  const job = {
    GITLAB_CI: 'true',
    CI_COMMIT_SHA: head,
    CI_DEFAULT_BRANCH: 'main',
    CI_PIPELINE_SOURCE: 'push',
  };
  const onBranch = { ...job, CI_COMMIT_BRANCH: 'main', CI_COMMIT_BEFORE_SHA: base };
  it.each<[string, Record<string, string>, unknown]>([
    [
      'a merge request',
      { ...job, CI_MERGE_REQUEST_DIFF_BASE_SHA: base, CI_MERGE_REQUEST_TARGET_BRANCH_NAME: 'main' },
      { type: 'pull request', into: 'main', base, head },
    ],
    [
      'a push to the default branch',
      onBranch,
      { type: 'push', isProtected: true, before: base, after: head },
    ],
    [
      'a push to a protected branch',
      { ...onBranch, CI_COMMIT_BRANCH: 'r', CI_COMMIT_REF_PROTECTED: 'true' },
      { isProtected: true },
    ],
    ['a push to another branch', { ...onBranch, CI_COMMIT_BRANCH: 'codex' }, { isProtected: false }],
    ['the clock', { ...onBranch, CI_PIPELINE_SOURCE: 'schedule' }, { type: 'other' }],
    ['no CI', {}, { type: 'none' }],
  ])('%s', (_, environment, expected) => {
    expect(readArrival(environment, undefined, none)).toMatchObject(expected as object);
  });
});
