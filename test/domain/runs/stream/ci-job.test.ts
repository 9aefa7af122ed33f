import { describe, expect, it } from 'vitest';
import { ciJob } from '../../../../src/domain/runs/stream/ci-job.ts';

describe('the job of CI', () => {
  it('is none at a desk', () => {
    expect(ciJob({ HOME: '/home/ada' })).toBeNull();
    expect(ciJob({ CI: 'false' })).toBeNull();
  });

  it('is named by its provider', () => {
    const env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_WORKFLOW: 'review',
      GITHUB_JOB: 'codex',
      GITHUB_RUN_ID: '12',
      GITHUB_ACTOR: 'ada',
    };
    expect(ciJob(env)).toEqual({
      provider: 'github-actions',
      workflow: 'review',
      job: 'codex',
      run: '12',
      actor: 'ada',
    });
    expect(ciJob({ GITLAB_CI: 'true', CI_JOB_NAME: 'codex', CI_PIPELINE_ID: '7' })).toEqual({
      provider: 'gitlab-ci',
      workflow: null,
      job: 'codex',
      run: '7',
      actor: null,
    });
    expect(ciJob({ CI: 'true' })).toMatchObject({ provider: 'unknown' });
  });

  it('takes no credential from the environment, and no control sequence of a name', () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const env = { GITHUB_ACTIONS: 'true', GITHUB_TOKEN: token, GITHUB_WORKFLOW: `\u001b[31m ${token}` };
    expect(JSON.stringify(ciJob(env))).not.toMatch(/a1B2|\\u001b/);
  });
});
