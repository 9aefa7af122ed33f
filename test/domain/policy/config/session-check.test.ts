import { describe, expect, it } from 'vitest';
import { compareWithSession, startedThread } from '../../../../src/domain/policy/config/session-check.ts';

// As 0.139.0 answered thread/start; newer versions add members.
const thread = startedThread.parse({
  thread: { cliVersion: '0.139.0' },
  model: 'gpt-managed',
  approvalPolicy: 'on-request',
  approvalsReviewer: 'user',
  sandbox: { type: 'readOnly', networkAccess: false },
  activePermissionProfile: null,
});
const compare = (key: string, gets: unknown, seen = thread) =>
  compareWithSession({ key, gets, asked: undefined, why: '' }, seen);

describe('a setting beside a real session', () => {
  it('is the same, or the other value is told', () => {
    expect(compare('approval_policy', 'on-request')).toEqual({ type: 'same' });
    expect(compare('approval_policy', 'never')).toEqual({ type: 'other', value: 'on-request' });
    expect(compare('sandbox_mode', 'read-only')).toEqual({ type: 'same' });
    expect(compare('sandbox_mode', 'workspace-write')).toEqual({ type: 'other', value: 'read-only' });
    expect(compare('model', 'gpt-5.5')).toEqual({ type: 'other', value: 'gpt-managed' });
  });

  it('is not shown where the session is silent', () => {
    expect(compare('web_search', 'cached')).toEqual({ type: 'not shown' });
    expect(compare('features.plugins', false)).toEqual({ type: 'not shown' });
    expect(compare('default_permissions', ':workspace')).toEqual({ type: 'not shown' });
  });

  it('takes switches that are off for switches that are not there', () => {
    const granular = { granular: { rules: true, mcp_elicitations: false } };
    const seen = {
      ...thread,
      approvalPolicy: { granular: { rules: true, mcp_elicitations: false, skill_approval: false } },
    };
    expect(compare('approval_policy', granular, seen)).toEqual({ type: 'same' });
  });
});
