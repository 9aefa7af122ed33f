import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../../src/domain/plugins/inventory/inventory.ts';
import type { ShownCommand } from '../../../src/domain/plugins/inventory/plugin-command.ts';
import type { SourceStatus } from '../../../src/domain/plugins/sources/source-status.ts';
import { pluginsRead } from '../../../src/tui/screens/plugins/read.ts';
import { noPlugins, pluginRows, plugins } from '../../../src/tui/screens/plugins/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { testWorld } from '../../support/world.ts';
import {
  on,
  press,
  pressed,
  refusalOf,
  runCockpit,
  frameOf as shown,
  type,
  wholeFrame,
} from '../support.tsx';

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
    at: new Date('2026-11-21T14:50:00Z'),
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
    expect(frame).toContain(
      '1 finding; 2 things changed since the newest snapshot; on codex-cli 0.139.0, read 14:50',
    );
    expect(frame).toMatch(/▸ ✘ team standard +acme +DRIFTED: 1 plugin/);
    expect(frame).toMatch(/✔ enabled +plugin-0@acme +1\.0\.0 +00000000 +1 skill, 1 hook/);
    expect(frame).toMatch(/▲ enabled +plugin-1@acme +1\.0\.0 .*orphan/);
  });

  it('are not said to be none when the inventory fails', () => {
    const failed = plugins.set(stateOf(3), { ...noPlugins, failed: 'config.toml:1:1: not TOML' });
    expect(shown(failed)).toContain('The inventory failed, so nothing is known: config.toml:1:1: not TOML');
    expect(shown(failed)).toContain('r reads them again.');
    expect(shown(press(failed, 'r'))).toContain('reading the plugins and hashing their files…');
  });

  it('fit the screen, be they a thousand, and the last one can be reached', () => {
    const last = press(stateOf(1000), 'G');
    expect(shown(last).split('\n').length).toBeLessThanOrEqual(18);
    expect(shown(last)).toContain('▸ ✔ enabled    plugin-999@acme');
  });

  it('are found by name, digest or finding', () => {
    const typed = type(press(stateOf(1000), '/'), 'orphan');
    expect(pluginRows(typed)).toMatchObject([{ type: 'plugin', plugin: { id: 'plugin-1@acme' } }]);
  });

  it('show their contents and hashes, and a source what it rests on', () => {
    const source = shown(press(stateOf(2), 'enter'));
    expect(source).toContain('decided 2026-11-20 by ada@example.com, entry 7');
    expect(source).toContain('acme follows "main"');
    const plugin = shown(press(stateOf(2), 'j', 'enter', 'G'));
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

  it.each(['s', 'u', 'U', 'c', 'p', 'm', 'b'])(
    'say why %s cannot be used in a session that only looks',
    (key) => {
      expect(refusalOf({ ...stateOf(2), readOnly: true }, key)).toBe('this session is read-only');
    },
  );

  it('say which role a decision needs', () => {
    expect(refusalOf(stateOf(2), 'c')).toBe('needs the role security owner');
  });

  it('say how many there are of each state', () => {
    const view = {
      ...plugins.of(stateOf(3)),
      sources: [acme, { ...acme, source: 'evil', state: 'blocked' as const }],
    };
    const frame = shown(pluginsRead(on('plugins'), view));
    expect(frame).toContain('2 sources: 1 team standard, 1 blocked; 2 DRIFTED; 3 plugins installed');
    expect(frame).toMatch(/✘ blocked +evil/);
  });

  it('say what a source is while there is none, and how one is configured', () => {
    const none = { ...noPlugins, inventory: { ...inventoryOf(0), findings: [] } };
    const frame = shown(pluginsRead(on('plugins'), none), { width: 80 });
    expect(frame).toContain('0 sources; 0 plugins installed');
    expect(frame).toContain('codex plugin marketplace add <source>');
    expect(frame).toMatch(/b blocks\s+it/);
    const filtered = { ...stateOf(2), filter: { plugins: 'nothing-such' } };
    expect(shown(filtered)).toContain('nothing passes the filter');
  });

  it('stand below what was found apart from them, such as a list that the CLI does not give', () => {
    const found = { kind: 'list-failed' as const, subject: 'codex plugin list', text: 'config.toml:1: bad' };
    const now = plugins.of(stateOf(2));
    const inventory = { ...inventoryOf(2), findings: [found] };
    const state = pluginsRead(on('plugins'), { ...now, inventory });
    expect(shown(state, { width: 120 })).toMatch(/▸ ▲ list-failed +codex plugin list +config\.toml:1: bad/);
    expect(refusalOf(state, 'o')).toBe('no source is selected');
    expect(shown(press(state, 'enter'))).toContain('config.toml:1: bad');
    const ofSource = { ...found, kind: 'hostile' as const, subject: 'acme' };
    const acmeFound = pluginsRead(on('plugins'), {
      ...now,
      inventory: { ...inventory, findings: [ofSource] },
    });
    expect(shown(press(acmeFound, 'o'))).toContain('command: curl evil --all');
  });

  it('say what is done, and how far it is', () => {
    const reading = { what: 'upgrading acme', since: 0, done: 150, planned: 300 };
    const busy = plugins.set(stateOf(2), { ...plugins.of(stateOf(2)), reading });
    expect(shown(busy)).toMatch(/upgrading acme… █████░░░░░ 150 of 300, \d/);
    expect(refusalOf(busy, 'r')).toBe('the plugins are being read');
    expect(refusalOf(busy, 'o')).toBe('the plugins are being read');
  });

  it('cannot change the terminal with their names and versions', () => {
    const [plugin] = inventoryOf(1).plugins;
    const hostile = { ...plugin, id: 'a\u001b[2Jb@acme', version: '1\u001b]52;c;x\u0007' } as typeof plugin;
    const inventory = { ...inventoryOf(1), cliVersion: '0\u001b[2J', plugins: hostile ? [hostile] : [] };
    const state = pluginsRead(on('plugins'), { ...plugins.of(stateOf(1)), inventory });
    for (const one of [state, press(state, 'i'), press(state, 'j', 'enter')]) {
      expect(shown(one)).not.toContain('\u001b');
      expect(shown(one)).not.toContain('\u0007');
    }
  });
});

const roles = (...held: NonNullable<State['me']>['roles']): Partial<State> => ({
  me: { email: 'ada@example.com', roles: held, hasKey: false },
});

describe('what can be done with a source', () => {
  const owner = { ...stateOf(2), ...roles('rollout owner') };
  const withState = (state: SourceStatus['state']) =>
    plugins.set(owner, { ...plugins.of(owner), sources: [{ ...acme, state }] });

  it('is a real upgrade, which says that it writes to CODEX_HOME', () => {
    expect(press(owner, 'U').overlay).toMatchObject({
      type: 'confirm',
      question: 'Upgrade acme in your real CODEX_HOME to exactly what was reviewed?',
      writes: [expect.stringContaining('CODEX_HOME')],
      effect: { name: 'upgrade', input: { marketplace: 'acme' } },
    });
    expect(refusalOf({ ...stateOf(2), ...roles('team lead') }, 'U')).toBe(
      'needs the role platform engineer or rollout owner',
    );
  });

  it('is a try of every upgrade, where there are git marketplaces', () => {
    expect(refusalOf(owner, 'a')).toBe('no git marketplace is configured');
    const marketplace = {
      ...{ name: 'acme', sourceType: 'git', source: null, ref: null, folders: [], revision: null },
      ...{ root: null, broken: null },
    };
    const now = plugins.of(owner);
    const inventory = { ...inventoryOf(2), marketplaces: [marketplace] };
    expect(press(plugins.set(owner, { ...now, inventory }), 'a').overlay).toMatchObject({
      type: 'confirm',
      records: [expect.stringContaining('plugins.upgrade-reviewed: acme')],
    });
  });

  it('is blocking and unblocking it, each where it changes something', () => {
    expect(refusalOf(owner, 'B')).toBe('the source is not blocked');
    const blocked = withState('blocked');
    expect(refusalOf(blocked, 'b')).toBe('the source is blocked already; B unblocks it');
    expect(press(type(press(blocked, 'B'), 'was a mistake'), 'enter').overlay).toMatchObject({
      type: 'confirm',
      records: ['source.decided: acme is unknown, because "was a mistake"'],
      effect: { name: 'unblock', input: { source: 'acme', reason: 'was a mistake' } },
    });
  });

  it('is taking it back, to a state that is chosen', () => {
    const form = press(owner, 'm');
    expect(form.overlay).toMatchObject({ type: 'form', fields: [{ label: 'To', value: 'experiment' }, {}] });
    const asked = press(type(press(form, 'down', 'enter'), 'stale'), 'enter');
    expect(asked.overlay).toMatchObject({
      type: 'confirm',
      question: 'Take acme back to unknown?',
      effect: { name: 'demote', input: { source: 'acme', to: 'unknown', reason: 'stale' } },
    });
  });

  it('is reading its hooks and servers, without any role', () => {
    expect(shown(press(stateOf(2), 'o'))).toContain('command: curl evil --all');
    const none = plugins.set(stateOf(2), { ...plugins.of(stateOf(2)), commands: {} });
    expect(press(none, 'o').notice).toBe('the plugins of acme run no hooks and no servers');
  });

  it('is the inventory as a text, which y copies', () => {
    const opened = press(stateOf(2), 'i');
    expect(shown(opened)).toContain('Plugins that are installed');
    expect(pressed(opened, ['y'])[1]?.input).toContain('Plugins that are installed');
  });

  it('is a comparison of snapshots, a lint and a fragment of requirements, which ask first what is needed', () => {
    expect(press(stateOf(2), 'D').overlay).toMatchObject({
      type: 'form',
      fields: [{ value: 'last' }, { value: 'now' }],
    });
    expect(press(stateOf(2), 'D', 'ctrl-u', 'enter', 'enter').overlay).toMatchObject({
      refusal: expect.stringContaining('name the entry of a snapshot'),
    });
    expect(pressed(stateOf(2), ['l', 'enter'])[1]?.name).toBe('plugin-lint');
    const [asked, effect] = pressed({ ...stateOf(2), readOnly: true }, ['R']);
    expect(effect?.name).toBe('plugin-requirements');
    expect(shown(asked)).toContain('only the team standards (y copies it)');
  });

  it('is linted on the disk, with the time of the answer', async () => {
    const { cockpit, keys, see } = runCockpit(testWorld());
    await see('no rollout yet');
    keys('6', 'l', 'enter');
    await see('No marketplace is configured.');
    expect(wholeFrame(cockpit.state())).toMatch(/the configured marketplaces \(\d\d:\d\d\)/);
  });
});
