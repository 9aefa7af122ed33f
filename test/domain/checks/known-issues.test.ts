import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { issuesOf, parseKnownIssues } from '../../../src/domain/checks/known-issues.ts';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';

const issue = (versions: string, checks: readonly string[] = ['sandbox.available']) => ({
  id: `openai/codex#1 ${versions}`,
  link: 'https://github.com/openai/codex/issues/1',
  versions,
  checks: [...checks],
  text: 'A known fault.',
});

describe('known issues', () => {
  it.each([
    ['<0.150.0', '0.139.0', true],
    ['<0.150.0', '0.150.0', false],
    ['<0.150.0', '0.150.0-alpha.1', true],
    ['>=0.139.0 <0.140.0', '0.139.0', true],
    ['0.139.x', '0.139.7', true],
    ['*', '0.200.0-beta.1', true],
  ])('of %s concern %s: %s', (versions, cli, concerns) => {
    expect(issuesOf([issue(versions)], 'sandbox.available', cli)).toHaveLength(concerns ? 1 : 0);
  });

  it('concern only the checks that they name', () => {
    const issues = [issue('*', ['cli.version', 'cli.path']), issue('*', ['cli.doctor'])];
    expect(issuesOf(issues, 'cli.path', '0.139.0')).toEqual([issues[0]]);
  });

  it('are none for a CLI that states no version: nobody knows whether it has them', () => {
    expect(issuesOf([issue('*')], 'sandbox.available', undefined)).toEqual([]);
  });

  it('that ship name checks that exist', () => {
    const { checks } = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');
    const known = new Set(checks.map(({ id }) => id));
    const shipped = parseKnownIssues(
      readFileSync('data/known-issues.yaml', 'utf8'),
      'data/known-issues.yaml',
    );
    expect(shipped.length).toBeGreaterThan(0);
    expect(shipped.flatMap((one) => one.checks).filter((id) => !known.has(id))).toEqual([]);
  });

  it.each([
    [
      'a range that is none',
      'versions: soon',
      /k\.yaml:5:\d+: issues\[0\]\.versions: must be a semver range/,
    ],
    ['a link that is not safe', 'link: http://x.example', /k\.yaml:4:\d+: issues\[0\]\.link: Invalid URL/],
    ['no check', 'checks: []', /k\.yaml:6:\d+: issues\[0\]\.checks: Too small/],
    ['a misspelt field', 'text: a\n    txt: b', /issues\[0\]\.txt: unknown field; did you mean "text"/],
  ])('are refused with %s', (_, line, message) => {
    const [name = ''] = line.split(':');
    const fields = ['id: a', 'link: https://x.example', "versions: '*'", 'checks: [a.b]', 'text: t'];
    const lines = fields.map((field) => `    ${field.startsWith(`${name}:`) ? line : field}`);
    const text = `version: 1\nissues:\n  -${lines.join('\n').slice(3)}\n`;
    expect(() => parseKnownIssues(text, 'k.yaml')).toThrow(message);
  });
});
