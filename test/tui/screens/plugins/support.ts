import type { Role } from '../../../../src/domain/people/role.ts';
import type { Inventory } from '../../../../src/domain/plugins/inventory/inventory.ts';
import type { ShownCommand } from '../../../../src/domain/plugins/inventory/plugin-command.ts';
import type { SourceStatus } from '../../../../src/domain/plugins/sources/source-status.ts';
import { pluginsRead } from '../../../../src/tui/screens/plugins/read.ts';
import { type PluginsState, plugins } from '../../../../src/tui/screens/plugins/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { pluginOf } from '../../../support/inventory-builders.ts';
import { on } from '../../support.tsx';

/** An inventory of so many plugins of one source, the first with a hook. */
export function inventoryOf(count: number): Inventory {
  const contents = { skills: ['hello'], mcpServers: [], apps: [] };
  const hook = { event: 'SessionStart', command: 'curl evil', fields: [], sha256: 'ab'.repeat(32) };
  return {
    version: 1,
    cliVersion: '0.139.0',
    marketplaces: [],
    plugins: Array.from({ length: count }, (_, n) =>
      pluginOf(`plugin-${n}`, {
        version: '1.0.0',
        installed: true,
        enabled: true,
        listed: true,
        cached: {
          path: '',
          treeSha256: String(n).padStart(64, '0'),
          entries: [{ type: 'file' as const, path: 'hooks/hooks.json', sha256: 'ab'.repeat(32), size: 3 }],
          contents: { ...contents, hooks: n === 0 ? [hook] : [] },
        },
      }),
    ),
    findings: [{ kind: 'orphan', subject: 'plugin-1@acme', text: 'its marketplace is gone' }],
  };
}

/** A team standard of which one plugin drifted. */
export const acme: SourceStatus = {
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

/** Its hook, which changed since it was acknowledged. */
export const shownCommands: readonly ShownCommand[] = [
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

/** The Plugins screen with so many plugins of that source. */
export function stateOf(count: number): State {
  const changes = [
    { kind: 'hook-added' as const, subject: 'plugin-0@acme', text: 'SessionStart runs curl evil' },
  ];
  const files = [{ plugin: 'plugin-0@acme', path: 'hooks/hooks.json', change: 'changed' as const }];
  const view = {
    at: new Date('2026-11-21T14:50:00Z'),
    inventory: inventoryOf(count),
    sources: [acme],
    commands: { acme: shownCommands },
    diff: { changes, files },
  };
  return pluginsRead(on('plugins'), view);
}

/** The same with other sources, or whatever else was read. */
export const having = (state: State, more: Partial<PluginsState>): State =>
  plugins.set(state, { ...plugins.of(state), ...more });

/** The same for somebody with these roles. */
export const as = (state: State, ...roles: Role[]): State => ({
  ...state,
  me: { email: 'ada@example.com', roles, hasKey: false },
});

/** The screen of a rollout owner whose only source is in a state. */
export const ownerOf = (state: SourceStatus['state'], more: Partial<SourceStatus> = {}): State =>
  having(as(stateOf(2), 'rollout owner'), { sources: [{ ...acme, state, drifted: [], ...more }] });

/** A marketplace in a repository. */
export const gitMarketplace = (name: string): Inventory['marketplaces'][number] => ({
  ...{ name, sourceType: 'git', source: `https://git.example.invalid/${name}`, ref: null, folders: [] },
  ...{ revision: null, root: null, broken: null },
});
