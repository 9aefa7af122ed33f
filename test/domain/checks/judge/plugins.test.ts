import { describe, expect, it } from 'vitest';
import { hasPluginJson, judgeInventory } from '../../../../src/domain/checks/judge/plugins.ts';
import type { Inventory, InventoryFinding } from '../../../../src/domain/plugins/inventory/inventory.ts';
import { fixture } from '../../../support/fixture.ts';
import { missing, outcome, segfault, timeout } from '../../../support/outcome.ts';

const help = outcome({ stdout: fixture('help-plugin-list-0.139.0.txt') });
const plugins = outcome({ stdout: '{"installed": [], "available": []}\n' });
const marketplaces = outcome({ stdout: '{"marketplaces": []}\n' });
const printed = (name: string) => outcome({ stdout: fixture(name) });
const refused = (name: string) => outcome({ code: 1, stderr: fixture(name) });
const cached = {
  path: 'x',
  treeSha256: 'aa',
  entries: [],
  contents: { skills: [], hooks: [], mcpServers: [], apps: [] },
};
/** An inventory of one plugin, enabled or not, with one finding about it. */
const inventory = (kind: InventoryFinding['kind'], enabled = true): Inventory => ({
  version: 1,
  cliVersion: '0.139.0',
  marketplaces: [],
  plugins: [
    {
      id: 'alpha@acme',
      name: 'alpha',
      marketplace: 'acme',
      version: '1.0.0',
      installed: true,
      enabled,
      listed: true,
      installPolicy: null,
      authPolicy: null,
      source: null,
      cached,
    },
  ],
  findings: [{ kind, subject: 'alpha@acme', text: 'why' }],
});
const judge = (given: Partial<Parameters<typeof judgeInventory>[0]>) =>
  judgeInventory({ help, plugins, marketplaces, ...given });

describe('the inventory of plugins', () => {
  it.each([
    ['an empty home', plugins, marketplaces, '0 installed, 0 available, 0 marketplaces'],
    [
      'a marketplace of the home, which names no source',
      printed('plugin-list-homemkt.json'),
      printed('plugin-mktlist-homemkt.json'),
      '0 installed, 1 available, 1 marketplaces',
    ],
    [
      'plugins whose version is malformed or null',
      printed('plugin-list-odd.json'),
      marketplaces,
      '0 installed, 7 available, 0 marketplaces',
    ],
    [
      'the list of 0.169.0, with a plugin from git',
      printed('plugin-list-0.169.0.json'),
      printed('plugin-mkt-list-git.json'),
      '0 installed, 7 available, 2 marketplaces',
    ],
  ])('passes on %s', (_, plugins, marketplaces, summary) => {
    expect(judge({ plugins, marketplaces })).toEqual({ verdict: 'pass', summary });
  });

  it.each([
    ['fail', 'loads something else than its files show', inventory('loads-differ')],
    ['fail', 'has files that cannot be read', inventory('hostile')],
    ['warn', 'has them and is switched off', inventory('hostile', false)],
    ['warn', 'could not be asked about', inventory('unproven')],
    ['pass', 'names an app, which is unproven without a login', inventory('apps-unproven')],
    ['pass', 'declares what the CLI leaves out', inventory('not-loaded')],
  ])('is a %s when a plugin %s', (verdict, _, taken) => {
    expect(judge({ inventory: taken }).verdict).toBe(verdict);
  });

  it('passes on noise on stderr', () => {
    const noisy = outcome({ stdout: plugins.stdout, stderr: 'WARNING: proceeding, even though …\n' });
    expect(judge({ plugins: noisy }).verdict).toBe('pass');
  });

  it.each([
    [
      'the root of a marketplace is gone',
      'plugin-list-missingroot.stderr',
      '- `localmkt` at /lab/src/localmkt: marketplace root',
    ],
    [
      'the configuration is broken',
      'plugin-list-badtoml.stderr',
      'Caused by: 0: /lab/h3/config.toml:1:11: unclosed array',
    ],
    ['CODEX_HOME does not exist', 'plugin-list-nohome.stderr', 'Error: failed to resolve CODEX_HOME'],
  ])('fails when %s, and quotes what is wrong on one line', (_, capture, said) => {
    const judged = judge({ plugins: refused(capture) });
    expect(judged).toMatchObject({
      verdict: 'fail',
      summary: 'codex plugin list failed',
      expected: 'codex plugin list --json exits 0 with its documented JSON',
      actual: expect.stringContaining(said),
    });
    expect(judged.actual).toMatch(/^exit 1: [^\n]*$/);
  });

  it('fails when only the marketplaces cannot be listed, and names that command', () => {
    expect(judge({ marketplaces: refused('plugin-mktlist-missingroot.stderr') })).toMatchObject({
      verdict: 'fail',
      summary: 'codex plugin marketplace list failed',
      actual: expect.stringMatching(/^exit 1: Error: failed to load marketplace\(s\): - `localmkt` at/),
    });
  });

  it.each([
    ['nothing', '', 'not JSON: (nothing on stdout)'],
    ['words', 'No plugins installed.\n', 'not JSON: No plugins installed.'],
    [
      'a warning before the JSON',
      `WARNING: odd\n${plugins.stdout}`,
      'not JSON: WARNING: odd {"installed": [], "available": []}',
    ],
    [
      'a plugin without an id',
      '{"installed":[{"name":"a","marketplaceName":"m"}],"available":[]}',
      'installed.0.pluginId: ',
    ],
    ['no list of available ones', '{"installed":[]}', 'available: Invalid input: expected array'],
  ])('fails on %s in place of the list', (_, stdout, actual) => {
    expect(judge({ plugins: outcome({ stdout }) })).toMatchObject({
      verdict: 'fail',
      summary: 'codex plugin list did not print its JSON',
      actual: expect.stringContaining(actual),
    });
  });

  it.each([
    ['crashes', segfault, 'codex plugin list: killed by SIGSEGV'],
    ['hangs', timeout, 'codex plugin list: no answer within 10.0 s'],
    ['is missing', missing, 'codex plugin list: could not be started (ENOENT)'],
  ])('is an error when the CLI %s', (_, plugins, summary) => {
    expect(judge({ plugins })).toEqual({ verdict: 'error', summary });
  });

  it('is an error, not a pass, when one of the lists was not asked for', () => {
    expect(judgeInventory({ help, plugins }).verdict).toBe('error');
    expect(judgeInventory({ help, marketplaces }).verdict).toBe('error');
  });

  it('is skipped on a CLI without it, as 0.130.0 was', () => {
    const old = outcome({ code: 2, stderr: fixture('plugin-list-0.130.0.stderr') });
    expect(judgeInventory({ help: old })).toEqual({
      verdict: 'skip',
      summary: 'this CLI version has no plugin list --json',
    });
  });
});

describe('whether plugins can be listed as JSON', () => {
  it.each([
    ['the help of 0.139.0', help, true],
    ['the help of 0.169.0', printed('help-plugin-list-0.169.0.txt'), true],
    ['a help with a longer option', outcome({ stdout: '      --jsonl   Lines\n' }), false],
    ['a help that says it does not', outcome({ stdout: 'no-json\n' }), false],
    ['a help that failed', outcome({ code: 2, stdout: '      --json\n' }), false],
  ])('is told by %s', (_, said, expected) => {
    expect(hasPluginJson(said)).toBe(expected);
  });
});
