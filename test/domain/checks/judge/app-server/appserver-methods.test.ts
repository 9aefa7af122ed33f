import { describe, expect, it } from 'vitest';
import { judgeMethods, type MethodCall } from '../../../../../src/domain/checks/judge/app-server.ts';

const call = (method: string, answer: MethodCall['answer'] = 'ok', message = ''): MethodCall => ({
  method,
  answer,
  message,
});

describe('the methods that work offline', () => {
  it('pass with how many were asked', () => {
    expect(judgeMethods([call('model/list'), call('config/read')])).toEqual({
      verdict: 'pass',
      summary: '2 methods answer offline',
    });
  });

  it('fail by name, the unknown ones first, as on 0.120.0', () => {
    const calls = [
      call('config/read', 'error', 'Not initialized'),
      call('hooks/list', 'unknown', 'Invalid request: unknown variant `hooks/list`'),
      call('model/list'),
      call('plugin/installed', 'unknown'),
    ];
    expect(judgeMethods(calls)).toEqual({
      verdict: 'fail',
      summary: 'methods do not answer: hooks/list, plugin/installed, config/read',
      expected: '4 methods answer offline',
      actual:
        'hooks/list is unknown to this server; plugin/installed is unknown to this server; config/read: Not initialized',
    });
  });

  it('are skipped, not passed, when none was named', () => {
    expect(judgeMethods([])).toEqual({ verdict: 'skip', summary: 'no method was named' });
  });
});
