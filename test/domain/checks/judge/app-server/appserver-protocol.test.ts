import { describe, expect, it } from 'vitest';
import { judgeProtocol } from '../../../../../src/domain/checks/judge/app-server.ts';
import type { Protocol } from '../../../../../src/domain/upgrade/baseline/baseline.ts';

const baseline: Protocol = {
  digest: 'of 0.139.0',
  requests: { 'thread/start': ['cwd'], 'thread/rollback': [], 'model/list': [] },
  notifications: ['turn/completed'],
  serverRequests: ['item/approve'],
};
const judge = (given: Partial<Protocol>, used: readonly string[] = []) =>
  judgeProtocol({ ...baseline, digest: 'of another', ...given }, baseline, { pin: '0.139.0', used });
const without = (method: string) =>
  Object.fromEntries(Object.entries(baseline.requests).filter(([name]) => name !== method));

describe('the protocol of the app-server', () => {
  it('passes when it is the same to the byte', () => {
    const judged = judgeProtocol(baseline, baseline, { pin: '0.139.0', used: ['thread/start'] });
    expect(judged).toEqual({ verdict: 'pass', summary: 'the same protocol as 0.139.0' });
  });

  it('passes when only descriptions differ, and says so', () => {
    expect(judge({})).toEqual({
      verdict: 'pass',
      summary: 'the same methods, required parameters, values and fields as 0.139.0; other parts differ',
    });
  });

  it('warns of a value that is gone, as on-failure went in 0.160.0, and not of a type that takes any text', () => {
    const values = { AskForApproval: ['never', 'on-failure'], ThreadSource: ['user'] };
    const pinned = { ...baseline, values };
    const tested = { ...baseline, digest: 'of 0.160.0', values: { AskForApproval: ['never'] } };
    expect(judgeProtocol(tested, pinned, { pin: '0.139.0', used: [] })).toMatchObject({
      verdict: 'warn',
      actual: 'value on-failure of AskForApproval is gone',
    });
  });

  it('compares no values with a baseline that has none', () => {
    expect(judge({ values: { AskForApproval: ['never'] } }).verdict).toBe('pass');
  });

  it('passes when methods were added', () => {
    expect(judge({ notifications: ['turn/completed', 'turn/began'] })).toEqual({
      verdict: 'pass',
      summary: 'everything of the protocol of 0.139.0 is there; 1 additions or changes',
    });
  });

  it('warns of a removal that nobody named, as thread/rollback went in 0.169.0', () => {
    expect(judge({ requests: without('thread/rollback') })).toMatchObject({
      verdict: 'warn',
      actual: 'request thread/rollback is gone',
    });
  });

  it.each([
    ['request', { requests: without('thread/start') }, 'thread/start'],
    ['notification', { notifications: [] }, 'turn/completed'],
    ['request of the server', { serverRequests: [] }, 'item/approve'],
  ])('fails when a %s in use is gone', (_, given, method) => {
    expect(judge(given, ['model/list', method])).toEqual({
      verdict: 'fail',
      summary: `methods in use are gone: ${method}`,
      expected: `model/list, ${method}`,
      actual: `without ${method}`,
    });
  });

  it('fails when a request in use needs more than before', () => {
    const requests = { ...baseline.requests, 'thread/start': ['cwd', 'projectId'] };
    expect(judge({ requests }, ['thread/start'])).toMatchObject({
      verdict: 'fail',
      expected: 'the requests of 0.139.0',
      actual: 'request thread/start now needs projectId',
    });
  });

  it('only warns when a request needs more that nobody named, or whose name only begins like one in use', () => {
    const requests = { ...baseline.requests, 'model/list': ['x'] };
    expect(judge({ requests }, ['thread/start']).verdict).toBe('warn');
    const longer = { ...baseline, requests: { ...baseline.requests, thread: [] } };
    const judged = judgeProtocol(
      { ...longer, digest: 'x', requests: { ...longer.requests, 'thread/start': ['cwd', 'id'] } },
      longer,
      { pin: '0.139.0', used: ['thread'] },
    );
    expect(judged.verdict).toBe('warn');
  });

  it('fails for what is in use even without a baseline', () => {
    const missing = { ...baseline, requests: without('thread/start') };
    expect(judgeProtocol(missing, undefined, { pin: '0.139.0', used: ['thread/start'] }).verdict).toBe(
      'fail',
    );
    expect(judgeProtocol(baseline, null, { pin: '0.139.0', used: ['thread/start'] })).toEqual({
      verdict: 'skip',
      summary: 'no baseline of 0.139.0 was recorded, so there is nothing to compare with',
    });
  });

  it('is skipped on a CLI that cannot generate it', () => {
    expect(judgeProtocol(null, baseline, { pin: '0.139.0', used: ['thread/start'] }).verdict).toBe('skip');
  });
});
