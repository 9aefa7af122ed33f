import { render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import type { SourceStatus } from '../../src/app/plugins/decide-source.ts';
import type { Inventory } from '../../src/domain/plugins/inventory/inventory.ts';
import type { ShownCommand } from '../../src/domain/plugins/inventory/plugin-command.ts';
import { bindingOf, reasonAgainst } from '../../src/tui/keymap.ts';
import { reduce } from '../../src/tui/reducer.ts';
import { pluginRows } from '../../src/tui/rows.ts';
import { PluginsScreen } from '../../src/tui/screens/plugins.tsx';
import { initialState, type State } from '../../src/tui/state.ts';
import { chooseTheme } from '../../src/tui/theme.ts';
import { ThemeContext } from '../../src/tui/theme-context.ts';
import { statusOf } from '../support/recorded-builders.ts';

const page = { rows: 10, columns: 100 };

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
  const state: State = { ...initialState, screen: 'plugins', status: statusOf() };
  return reduce(state, { type: 'plugins-read', view });
}

const command = (state: State, key: string): State => {
  const binding = bindingOf(key, 'plugins');
  return binding ? reduce(state, { type: 'commanded', command: binding.command, page }) : state;
};

function shown(state: State): string {
  const screen: ReactNode = (
    <ThemeContext value={chooseTheme({ NO_COLOR: '1' })}>
      <PluginsScreen state={state} width={100} height={18} />
    </ThemeContext>
  );
  const { lastFrame, unmount } = render(screen);
  const frame = lastFrame() ?? '';
  unmount();
  return frame;
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
    const failed = reduce(stateOf(3), { type: 'plugins-unread', why: 'config.toml:1:1: not TOML' });
    expect(shown(failed).trim()).toBe('The inventory failed, so nothing is known: config.toml:1:1: not TOML');
    expect(reduce(failed, { type: 'plugins-progressed', done: 0, planned: 1 }).plugins.reading).toBeDefined();
  });

  it('fit the screen, be they a thousand, and the last one can be reached', () => {
    const last = command(stateOf(1000), 'G');
    expect(shown(last).split('\n').length).toBeLessThanOrEqual(18);
    expect(shown(last)).toContain('▸ 00000000  plugin-999@acme');
  });

  it('are found by name, digest or finding', () => {
    const typed = reduce(command(stateOf(1000), '/'), { type: 'typed', key: 'orphan', text: 'orphan', page });
    expect(pluginRows(typed)).toMatchObject([{ type: 'plugin', plugin: { id: 'plugin-1@acme' } }]);
  });

  it('show their contents and hashes, and a source what it rests on', () => {
    const source = shown(command(stateOf(2), 'enter'));
    expect(source).toContain('decided 2026-11-20 by ada@example.com, entry 7');
    expect(source).toContain('acme follows "main"');
    const plugin = shown(command(command(stateOf(2), 'j'), 'enter'));
    expect(plugin).toContain('SessionStart runs curl evil');
    expect(plugin).toContain('abababababab hooks/hooks.json');
  });

  it('show what changed since the newest snapshot', () => {
    const diff = shown(command(stateOf(2), 'd'));
    expect(diff).toContain('hook-added  plugin-0@acme: SessionStart runs curl evil');
    expect(diff).toContain('changed  plugin-0@acme  hooks/hooks.json');
  });

  it('are promoted with a reason, after a look at what will be recorded', () => {
    const owner: State = {
      ...stateOf(2),
      me: { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false },
    };
    const form = command(owner, 'p');
    expect(form.overlay).toMatchObject({ type: 'form', form: 'promote', subject: 'acme' });
    const typed = reduce(form, { type: 'typed', key: 'x', text: 'good', page });
    expect(reduce(typed, { type: 'typed', key: 'enter', text: '', page }).overlay).toMatchObject({
      type: 'confirm',
      records: ['source.decided: acme, one step up, because "good"'],
      intent: { type: 'promote', source: 'acme', reason: 'good' },
    });
  });

  it('are acknowledged only after their definitions, and what changed in them, were shown', () => {
    const owner: State = {
      ...stateOf(2),
      me: { email: 'sue@example.com', roles: ['security owner'], hasKey: false },
    };
    const read = command(owner, 'c');
    expect(read.overlay).toBeUndefined();
    expect(shown(read)).toContain('command: curl evil --all');
    expect(shown(read)).toContain('- command: curl good');
    expect(command(read, 'c').overlay).toMatchObject({
      type: 'confirm',
      records: ['source.acknowledged: acme, 1 definitions, as sue@example.com'],
      intent: { type: 'acknowledge', source: 'acme', shown: shownCommands },
    });
  });

  it.each(['s', 'u', 'c', 'p', 'm', 'b'])('say why %s cannot be used in a session that only looks', (key) => {
    const binding = bindingOf(key, 'plugins');
    const readOnly = { ...stateOf(2), readOnly: true };
    expect(binding && reasonAgainst(binding, readOnly)).toBe('this session is read-only');
  });

  it('say which role a decision needs', () => {
    const binding = bindingOf('c', 'plugins');
    expect(binding && reasonAgainst(binding, stateOf(2))).toBe('needs the role security owner');
  });
});
