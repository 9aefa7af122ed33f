import { describe, expect, it } from 'vitest';
import { renderSuiteJson } from '../../../src/report/checks/json.ts';
import { checkOf, failureOf, hostile, reportOf } from '../../support/recorded-builders.ts';

const rendered = (...args: Parameters<typeof reportOf>) => JSON.parse(renderSuiteJson(reportOf(...args)));

// docs/json.md: within a version members are added, never changed or removed.
const members = ['run', 'suite', 'pin', 'cli', 'verdict', 'interrupted', 'duration_ms', 'counts', 'checks'];
const resultMembers = [
  ...['id', 'title', 'severity', 'scope', 'verdict', 'summary', 'expected', 'actual', 'remedy'],
  ...['cli_version', 'version_bound', 'duration_ms', 'entry', 'evidence'],
];

describe('a run for programs', () => {
  it('names its form and version', () => {
    expect(rendered([])).toMatchObject({ format: 'codex-cockpit/check', version: 1 });
  });

  it('has every documented member', () => {
    const document = rendered([checkOf(), failureOf()]);
    expect(Object.keys(document)).toEqual(expect.arrayContaining(members));
    for (const check of document.checks)
      expect(Object.keys(check)).toEqual(expect.arrayContaining(resultMembers));
  });

  it('says null, not nothing, for what is absent', () => {
    const document = rendered([checkOf({ cliVersion: undefined })], { cliVersion: undefined });
    expect(document.cli).toEqual({ path: '/opt/codex', version: null });
    expect(document.checks[0]).toMatchObject({
      expected: null,
      actual: null,
      remedy: null,
      cli_version: null,
    });
  });

  it('counts every verdict and gives whole milliseconds', () => {
    const document = rendered([checkOf(), failureOf(), failureOf()], { verdict: 'fail' });
    expect(document.counts).toEqual({ pass: 1, warn: 0, fail: 2, skip: 0, manual: 0, error: 0 });
    expect(document.duration_ms).toBe(2346);
  });

  it('names the texts that were kept', () => {
    const evidence = [{ label: 'codex --version', sha256: 'ab', size: 18 }];
    expect(rendered([checkOf({ evidence })]).checks[0]).toMatchObject({ entry: 3, evidence });
  });

  it('is one document that ends its line, whatever was said', () => {
    const text = renderSuiteJson(reportOf([failureOf({ summary: hostile, actual: hostile })]));
    expect(text).not.toContain('\u001b');
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text).checks[0].summary).toBe(hostile);
  });
});
