import { describe, expect, it } from 'vitest';
import type { ConfigCheck } from '../../../../src/domain/policy/config/config-check.ts';
import { agentsRows, configRows, lintRows } from '../../../../src/tui/screens/policy/results.ts';
import type { PolicyRow } from '../../../../src/tui/screens/policy/row.ts';
import { press } from '../../support.tsx';
import { answeredWith, lintRequest, report, shown } from './support.ts';

const check: ConfigCheck = {
  folder: '/p',
  version: '0.139.0',
  layers: [
    { type: 'project', file: '/p/.codex/config.toml', settings: 0, ignored: 'the project is not trusted' },
  ],
  settings: [],
  session: {
    type: 'started',
    facts: [{ key: 'approval_policy', value: 'never', asked: 'on-request' }],
    trusts: undefined,
  },
  exec: { profile: 'ci', session: { type: 'not started', reason: 'no such model' } },
  rules: { inForce: [], broken: [{ file: '/h/b.rules', reason: 'Parse error' }], ignored: [] },
  warnings: ['deprecated'],
  refused: undefined,
  files: [{ ...report, cli: { type: 'refused', message: 'unknown field', place: undefined } }],
};

describe('the answers', () => {
  const cells = (rows: readonly PolicyRow[]) => rows.map((row) => [row.verdict, ...row.cells]);

  it('of a config check name every fault, and what a session gets otherwise than it is configured', () => {
    expect(cells(configRows(check))).toEqual([
      ['fail', 'configuration of /p', '7 findings', 'on codex-cli 0.139.0'],
      ['fail', 'requirements.toml', 'the CLI refuses it', 'unknown field'],
      ['fail', 'requirements.toml:7:3', 'ignored', 'allowed_sandbox_mode: no version knows this key'],
      ['fail', '/h/b.rules', 'broken: no rule is in force', 'Parse error'],
      ['warn', '/p/.codex/config.toml', 'ignored', 'the project is not trusted'],
      ['warn', 'the CLI warns', '', 'deprecated'],
      ['warn', 'app-server: approval_policy', 'gets "never"', 'the configuration says "on-request"'],
      ['warn', 'codex exec --profile ci', 'does not start here', 'no such model'],
    ]);
  });

  it('of a config check that the CLI refuses say so once', () => {
    const refused = {
      ...check,
      ...{ refused: 'bad TOML', layers: [], warnings: [], files: [] },
      ...{ rules: { inForce: [], broken: [], ignored: [] } },
      exec: { profile: undefined, session: { type: 'not started' as const, reason: 'not read' } },
      session: { type: 'not started' as const, reason: 'not read' },
    };
    expect(cells(configRows(refused))).toEqual([
      ['fail', 'configuration of /p', '1 finding', 'on codex-cli 0.139.0'],
      ['fail', 'the CLI does not read it', 'refused', 'bad TOML'],
    ]);
  });

  it('of a lint of instructions are edited in the file that counts last', () => {
    const file = { path: '/p/AGENTS.md', bytes: 10, sha256: 'ab'.repeat(32), isEmpty: false };
    const rows = agentsRows({
      chain: { folder: '/p', limit: 32_768, files: [{ ...file, state: 'loaded', note: '' }] },
      findings: [{ severity: 'warn', text: 'nothing about how to build' }],
    });
    expect(cells(rows)).toEqual([
      ['pass', 'instructions of /p', '1 finding', ''],
      ['warn', 'nothing about how to build', 'could be better', ''],
    ]);
    expect(rows[1]?.place).toEqual({ file: '/p/AGENTS.md' });
  });

  it('cannot change the terminal', () => {
    const hostile = {
      ...report,
      findings: [],
      file: 'a\u001b[2Jb',
      cli: { type: 'accepted' as const, warnings: ['\u001b]52;c;x\u0007'] },
    };
    const bad = answeredWith(lintRequest, lintRows(hostile));
    for (const one of [bad, press(bad, 'enter'), press(bad, 'j', 'enter')]) {
      expect(shown(one)).not.toContain('\u001b');
      expect(shown(one)).not.toContain('\u0007');
    }
  });
});
