import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/domain/base/canonical-json.ts';
import { recordedCheck } from '../../../src/domain/checks/recorded.ts';
import { readEvent } from '../../../src/domain/history/entry/event.ts';
import { checkFinished } from '../../support/history.ts';

const evidence = [{ label: 'codex --version', sha256: 'ab', size: 18 }];

function told(more: object) {
  const { kind, body } = checkFinished('r1', 'cli.version', evidence);
  const event = readEvent({ seq: 4, kind, body: canonicalJson({ ...body, ...more }) });
  if (event.kind !== 'check.finished') throw new Error('another kind of event');
  return recordedCheck({ seq: 4, at: '2026-11-20T12:00:00.000Z' }, event.body);
}

describe('what the log tells of a check', () => {
  it('is everything that was recorded, with the entry it stands in', () => {
    const difference = { verdict: 'fail', summary: 's', expected: 'e', actual: 'a', remedy: 'r' };
    expect(told(difference)).toMatchObject({
      ...difference,
      check: 'cli.version',
      seq: 4,
      at: '2026-11-20T12:00:00.000Z',
      severity: 'blocker',
      cliVersion: '0.139.0',
      versionBound: true,
      durationMs: 71,
      evidence,
    });
  });

  it('leaves open what was not recorded, and which version a CLI was that stated none', () => {
    const check = told({ cli_version: null });
    expect([check.cliVersion, check.expected, check.actual, check.remedy]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
