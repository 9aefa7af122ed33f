import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../../src/domain/plugins/inventory/inventory.ts';
import type { ShownCommand } from '../../../src/domain/plugins/inventory/plugin-command.ts';
import type { SourceStatus } from '../../../src/domain/plugins/sources/source-status.ts';
import { pluginsRead } from '../../../src/tui/screens/plugins/read.ts';
import { noPlugins, pluginRows, plugins } from '../../../src/tui/screens/plugins/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { on, press, refusalOf, frameOf as shown, type } from '../support.tsx';

/** An inventory of so many plugins of one source, the first with a hook. */
function inventoryOf(count: number): Inventory {
  const contents = { skills: ['hello'], mcpServers: [], apps: [] };
  const hook = { event: 'SessionStart', command: 'curl evil', fields: [], sha256: 'ab'.repeat(32) };
  return {
    version: 1,
    cliVersion: '0.139.0',
    marketplaces: [],
    plugins: Array.from({ length: count }, (_, n) => ({
      id: `plugin-${n}@acme`,
      name: `plugin-${n}`,
      marketplace: 'acme',
      version: '1.0.0',
      installed: true,
      enabled: true,
      listed: true,
      installPolicy: null,
      authPolicy: null,
      source: null,
      cached: {
        path: '',
        treeSha256: String(n).padStart(64, '0'),
        entries: [{ type: 'file' as const, path: 'hooks/hooks.json', sha256: 'ab'.repeat(32), size: 3 }],
        contents: { ...contents, hooks: n === 0 ? [hook] : [] },
      },
    })),
    findings: [{ kind: 'orphan', subject: 'plugin-1@acme', text: 'its marketplace is gone' }],
  };
}

const acme: SourceStatus = {
  source: 'acme',
  state: 'team standard',
  why: null,
  unfinished: null,
  upgrading: null,
  identity: 'git https://git.example.invalid/acme at main',
  drifted: ['plugin-0@acme'],
  decided: { seq: 7, at: '2026-11-20T12:00:00.000Z', actor: 'ada@example.com', reason: 'two weeks of use' },
  blockers: [],
  warnings: ['acme follows "main", which may be a branch; pin a revision'],
};

const shownCommands: readonly ShownCommand[] = [
  {
    plugin: 'plugin-0@acme',
    kind: 'hook',
    name: 'SessionStart',
    command: 'curl evil',
    fields: [{ name: 'command', value: 'curl evil --all' }],
    sha256: 'ab'.repeat(32),
    state: 'changed',
    changes: ['- command: curl good', '+ command: curl evil --all'],
  },
];

function stateOf(count: number): State {
  const changes = [
    { kind: 'hook-added' as const, subject: 'plugin-0@acme', text: 'SessionStart runs curl evil' },
  ];
  const files = [{ plugin: 'plugin-0@acme', path: 'hooks/hooks.json', change: 'changed' as const }];
  const view = {
    inventory: inventoryOf(count),
    sources: [acme],
    commands: { acme: shownCommands },
    diff: { changes, files },
  };
  return pluginsRead(on('plugins'), view);
}

describe('the plugins', () => {
  it('stand below their sources, with what is worth a look', () => {
    const frame = shown(stateOf(3));
    expect(frame).toContain('1 finding; 2 things changed since the newest snapshot; on codex-cli 0.139.0');
    expect(frame).toMatch(/▸ source +acme +team standard +DRIFTED: 1 plugins/);
    expect(frame).toMatch(/00000000 +plugin-0@acme +1\.0\.0 +1 skill, 1 hook/);
    expect(frame).toMatch(/plugin-1@acme +1\.0\.0 +orphan/);
  });

  it('are not said to be none when the inventory fails', () => {
    const failed = plugins.set(stateOf(3), { ...noPlugins, failed: 'config.toml:1:1: not TOML' });
    expect(shown(failed).trim()).toBe('The inventory failed, so nothing is known: config.toml:1:1: not TOML');
    expect(shown(press(failed, 'r'))).toContain('reading… 0 of 0 plugins are hashed');
  });

  it('fit the screen, be they a thousand, and the last one can be reached', () => {
    const last = press(stateOf(1000), 'G');
    expect(shown(last).split('\n').length).toBeLessThanOrEqual(18);
    expect(shown(last)).toContain('▸ 00000000  plugin-999@acme');
  });

  it('are found by name, digest or finding', () => {
    const typed = type(press(stateOf(1000), '/'), 'orphan');
    expect(pluginRows(typed)).toMatchObject([{ type: 'plugin', plugin: { id: 'plugin-1@acme' } }]);
  });

  it('show their contents and hashes, and a source what it rests on', () => {
    const source = shown(press(stateOf(2), 'enter'));
    expect(source).toContain('decided 2026-11-20 by ada@example.com, entry 7');
    expect(source).toContain('acme follows "main"');
    const plugin = shown(press(press(stateOf(2), 'j'), 'enter'));
    expect(plugin).toContain('SessionStart runs curl evil');
    expect(plugin).toContain('abababababab hooks/hooks.json');
  });

  it('show what changed since the newest snapshot', () => {
    const diff = shown(press(stateOf(2), 'd'));
    expect(diff).toContain('hook-added  plugin-0@acme  SessionStart runs curl evil');
    expect(diff).toContain('~ plugin-0@acme  hooks/hooks.json');
  });

  it('are promoted with a reason, after a look at what will be recorded', () => {
    const owner: State = {
      ...stateOf(2),
      me: { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false },
    };
    const form = press(owner, 'p');
    expect(form.overlay).toMatchObject({ type: 'form', command: 'promote', about: 'acme' });
    expect(press(type(form, 'good'), 'enter').overlay).toMatchObject({
      type: 'confirm',
      records: ['source.decided: acme, one step up, because "good"'],
      effect: { name: 'promote', input: { source: 'acme', reason: 'good' } },
    });
  });

  it('are acknowledged only after their definitions, and what changed in them, were shown', () => {
    const owner: State = {
      ...stateOf(2),
      me: { email: 'sue@example.com', roles: ['security owner'], hasKey: false },
    };
    const read = press(owner, 'c');
    expect(read.overlay).toBeUndefined();
    expect(shown(read)).toContain('command: curl evil --all');
    expect(shown(read)).toContain('- command: curl good');
    expect(press(read, 'c').overlay).toMatchObject({
      type: 'confirm',
      records: ['source.acknowledged: acme, 1 definitions, as sue@example.com'],
      effect: { name: 'acknowledge', input: { source: 'acme', shown: shownCommands } },
    });
  });

  it.each(['s', 'u', 'c', 'p', 'm', 'b'])('say why %s cannot be used in a session that only looks', (key) => {
    expect(refusalOf({ ...stateOf(2), readOnly: true }, key)).toBe('this session is read-only');
  });

  it('say which role a decision needs', () => {
    expect(refusalOf(stateOf(2), 'c')).toBe('needs the role security owner');
  });
});
