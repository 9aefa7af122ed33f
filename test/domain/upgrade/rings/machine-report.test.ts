import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/domain/base/errors.ts';
import {
  type MachineReport,
  parseMachineReport,
  renderMachineReport,
} from '../../../../src/domain/upgrade/rings/machine-report.ts';

const report: MachineReport = {
  kind: 'codex-cockpit/machine-report',
  version: 1,
  machine: 'ci-1',
  at: '2026-11-21T10:00:00.000Z',
  cli: { version: '0.169.0', sha256: 'b'.repeat(64) },
  pin: '0.169.0',
  suite: { name: 'upgrade', checks: 104, verdict: 'warn' },
  failed: ['app.handoff'],
};

const { privateKey } = generateKeyPairSync('ed25519');
const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

describe('the report of a machine', () => {
  it('is read back as it was written', () => {
    expect(parseMachineReport(renderMachineReport(report, undefined), 'r.json')).toMatchObject({
      ...report,
      signedBy: undefined,
    });
  });

  it('names the key that signed it', () => {
    const text = renderMachineReport(report, key);
    expect(parseMachineReport(text, 'r.json').signedBy).toMatch(/^[0-9a-f]{32}$/);
    expect(text).not.toContain('PRIVATE');
  });

  it('is refused when anything in it was changed after it was signed', () => {
    const text = renderMachineReport(report, key).replace('"verdict": "warn"', '"verdict": "pass"');
    expect(() => parseMachineReport(text, 'r.json')).toThrow('r.json: signature: it is not of this report');
  });

  it.each([
    ['{', 'not JSON'],
    ['[]', 'the document'],
    [JSON.stringify({ ...report, machine: '' }), 'machine'],
    [JSON.stringify({ ...report, at: 'yesterday' }), 'at'],
    [JSON.stringify({ ...report, suite: { name: 'x', checks: 1, verdict: 'great' } }), 'suite.verdict'],
    [JSON.stringify({ ...report, more: 1 }), 'r.json'],
  ])('is refused with its file and field: %s', (text, message) => {
    expect(() => parseMachineReport(text, 'r.json')).toThrow(message);
  });

  it('cannot be signed with another kind of key', () => {
    const pem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    expect(() => renderMachineReport(report, pem.toString())).toThrow('not an Ed25519 key');
    expect(() => renderMachineReport(report, 'no key')).toThrow('the key cannot sign');
  });

  it('has no control characters in its names, whatever a machine sent', () => {
    const hostile = { ...report, machine: 'ci\u001b[2J-1', failed: ['a\u0007b'] };
    expect(parseMachineReport(JSON.stringify(hostile), 'r')).toMatchObject({
      machine: 'ci-1',
      failed: ['ab'],
    });
  });

  it('is any text read or refused', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        try {
          parseMachineReport(text, 'f');
        } catch (cause) {
          expect(cause).toBeInstanceOf(UsageError);
        }
      }),
    );
  });
});
