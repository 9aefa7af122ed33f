import { describe, expect, it } from 'vitest';
import type { InventoryPlugin } from '../../../../src/domain/plugins/inventory/inventory.ts';
import type { SourceStatus } from '../../../../src/domain/plugins/sources/source-status.ts';
import { pluginsRead } from '../../../../src/tui/screens/plugins/read.ts';
import { nameOf, noPlugins, pluginRows, plugins } from '../../../../src/tui/screens/plugins/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { change, controls, on, paneOf, press, frameOf as shown, type, wholeFrame } from '../../support.tsx';
import { acme, having, inventoryOf, stateOf } from './support.ts';

const names = (state: State) => pluginRows(state).map(nameOf);

/** The screen with three plugins, of which something is changed. */
function pluginsWith(...given: readonly Partial<InventoryPlugin>[]): State {
  const inventory = inventoryOf(3);
  const changed = inventory.plugins.map((one, place) => ({ ...one, ...given[place] }));
  return having(stateOf(3), { inventory: { ...inventory, plugins: changed } });
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

  it.each<[Partial<InventoryPlugin>, RegExp]>([
    [{ enabled: false }, /○ disabled +plugin-0@acme/],
    [{ cached: null }, /✔ not cached +plugin-0@acme +1\.0\.0 +nothing that runs/],
    [{ version: null }, /✔ enabled +plugin-0@acme +00000000/],
    [{ version: '2026.11.21-nightly.1' }, /plugin-0@acme +2026\.11\.21-…/],
  ])('with %j have a sign and a word for it', (given, row) => {
    expect(shown(pluginsWith(given))).toMatch(row);
  });

  it('are left out while they are neither cached nor enabled: they are only on offer', () => {
    const state = pluginsWith({ cached: null, enabled: null, installed: false });
    expect(names(state)).toEqual(['acme', 'plugin-1@acme', 'plugin-2@acme']);
    expect(shown(press(state, 'i'))).toContain('and 1 on offer');
  });

  it('are counted, with those that are off', () => {
    expect(shown(pluginsWith({ enabled: false }))).toContain(
      '1 source: 1 team standard; 1 DRIFTED; 3 plugins installed, 1 disabled',
    );
  });

  it('fit the screen, be they a thousand, and the last one can be reached', () => {
    const last = press(stateOf(1000), 'G');
    expect(shown(last).split('\n').length).toBeLessThanOrEqual(18);
    expect(shown(last)).toContain('▸ ✔ enabled    plugin-999@acme');
  });

  it('cannot change the terminal with their names and versions', () => {
    const state = pluginsWith({ id: 'a\u001b[2Jb@acme', version: '1\u001b]52;c;x\u0007' });
    for (const one of [state, press(state, 'i'), press(state, 'j', 'enter')])
      expect(shown(one)).not.toMatch(controls);
  });

  it('cannot add lines to what is said of them', () => {
    const state = pluginsWith({ enabled: false, version: '1\nenabled  yes', source: 'x\npolicy   all' });
    const lines = paneOf(shown(press(state, 'j', 'enter'), { height: 30 }));
    expect(lines.filter((line) => line.startsWith('enabled  '))).toEqual(['enabled  no']);
    expect(lines.filter((line) => line.startsWith('policy  '))).toHaveLength(1);
  });

  it.each([60, 80, 100])('name each source and plugin at a width of %i', (width) => {
    const frame = wholeFrame(stateOf(3), { width, height: 23 });
    for (const name of ['team standard', 'acme', 'plugin-0@acme', 'plugin-2@acme'])
      expect(frame).toContain(name);
  });
});

describe('a source', () => {
  const noteOf = (more: Partial<SourceStatus>) =>
    /▸ . \S+(?: standard)? +acme +(\S.*?)? *││/.exec(
      shown(having(stateOf(2), { sources: [{ ...acme, drifted: [], ...more }] })),
    )?.[1] ?? '';

  it.each<[Partial<SourceStatus>, string]>([
    [{ drifted: ['a@acme', 'b@acme'] }, 'DRIFTED: 2 plugins'],
    [{ unfinished: 'entry 9 has no outcome' }, 'an upgrade was never finished'],
    [{ upgrading: 'entry 9 is in progress' }, 'an upgrade is in progress'],
    [{ state: 'experiment', blockers: ['a review'] }, 'lacks 1 thing'],
    [{ state: 'experiment', blockers: ['a review', 'a look'] }, 'lacks 2 things'],
    [{ state: 'team standard', blockers: ['a review'] }, ''],
    [
      { state: 'unknown', why: 'its repository is another', blockers: ['a review'] },
      'its repository is another',
    ],
    [{ drifted: ['a@acme'], unfinished: 'entry 9 has no outcome' }, 'DRIFTED: 1 plugin'],
  ])('with %j says what matters most: %s', (more, note) => {
    expect(noteOf(more)).toBe(note);
  });

  it('is counted with the others by state', () => {
    const state = having(stateOf(3), { sources: [acme, { ...acme, source: 'evil', state: 'blocked' }] });
    expect(shown(state)).toContain('2 sources: 1 team standard, 1 blocked; 2 DRIFTED; 3 plugins installed');
    expect(shown(state)).toMatch(/✘ blocked +evil/);
  });
});

describe('where there is nothing to list', () => {
  it('the reading that failed is told, and that r reads again', () => {
    const failed = plugins.set(stateOf(3), { ...noPlugins, failed: 'config.toml:1:1: not TOML' });
    expect(shown(failed)).toContain('The inventory failed, so nothing is known: config.toml:1:1: not TOML');
    expect(shown(failed)).toContain('r reads them again.');
    expect(shown(press(failed, 'r'))).toContain('reading the plugins and hashing their files…');
  });

  it('it is told what a source is, and how one is configured', () => {
    const none = { ...noPlugins, inventory: { ...inventoryOf(0), findings: [] } };
    const frame = shown(pluginsRead(on('plugins'), none), { width: 80 });
    expect(frame).toContain('0 sources; 0 plugins installed');
    expect(frame).toContain('codex plugin marketplace add <source>');
    expect(frame).toMatch(/b blocks\s+it/);
  });

  it('it is told that no snapshot was taken, and that nothing changed since one', () => {
    const line = (diff: ReturnType<typeof plugins.of>['diff']) => shown(having(stateOf(1), { diff }));
    expect(line(undefined)).toContain('; no snapshot yet;');
    expect(line({ changes: [], files: [] })).toContain('; nothing changed since the newest snapshot;');
  });
});

describe('what was found apart from plugins', () => {
  const found = { kind: 'list-failed' as const, subject: 'codex plugin list', text: 'config.toml:1: bad' };
  const state = having(stateOf(2), { inventory: { ...inventoryOf(2), findings: [found] } });

  it('stands above them, such as a list that the CLI does not give', () => {
    expect(shown(state, { width: 120 })).toMatch(/▸ ▲ list-failed +codex plugin list +config\.toml:1: bad/);
    expect(shown(press(state, 'enter'))).toContain('config.toml:1: bad');
  });

  it('is of the source that it names', () => {
    const ofSource = { ...found, kind: 'hostile' as const, subject: 'acme' };
    const hostile = having(stateOf(2), { inventory: { ...inventoryOf(2), findings: [ofSource] } });
    expect(shown(press(hostile, 'o'))).toContain('command: curl evil --all');
  });
});

describe('the filter of the plugins', () => {
  const state = pluginsWith({ enabled: false });

  it.each([
    ['plugin-2', ['plugin-2@acme']],
    ['0000000002', ['plugin-2@acme']],
    ['orphan', ['plugin-1@acme']],
    ['disabled', ['plugin-0@acme']],
    ['drifted', ['acme']],
    ['standard', ['acme']],
    ['acme !skill !orphan', ['acme']],
    ['hook', ['plugin-0@acme']],
  ])('finds by %j what the list shows', (typed, found) => {
    expect(names(type(press(state, '/'), typed))).toEqual(found);
  });

  it('says that it finds nothing', () => {
    expect(shown(type(press(state, '/'), 'nothing-such'))).toContain('nothing passes the filter');
  });
});

describe('O sorts the plugins and their sources', () => {
  const state = pluginsWith(
    { version: '1.10.0', enabled: false },
    { version: '1.9.0' },
    { version: '2.0.0' },
  );

  it.each([
    ['NAME', ['acme', 'plugin-0@acme', 'plugin-1@acme', 'plugin-2@acme']],
    ['STATE', ['plugin-0@acme', 'plugin-1@acme', 'plugin-2@acme', 'acme']],
    ['VERSION', ['acme', 'plugin-1@acme', 'plugin-0@acme', 'plugin-2@acme']],
    ['DIGEST', ['acme', 'plugin-0@acme', 'plugin-1@acme', 'plugin-2@acme']],
    ['NOTE', ['plugin-2@acme', 'plugin-0@acme', 'acme', 'plugin-1@acme']],
  ])('by %s', (title, order) => {
    let sorted = press(state, 'O');
    while (sorted.sort.plugins?.by !== title) sorted = press(sorted, 'O');
    expect(names(sorted)).toEqual(order);
    expect(paneOf(shown(sorted))[0]).toContain(`${title}↑`);
  });
});

describe('when the inventory is taken again', () => {
  it('the cursor stays on its plugin, and an open one is closed when it is gone', () => {
    const open = press(stateOf(3), 'G', 'enter');
    const again = (count: number) =>
      change(open, (now) => having(now, { inventory: { ...inventoryOf(count), findings: [] }, sources: [] }));
    expect(again(3)).toMatchObject({ cursor: { plugins: 2 }, detail: { of: 'row' } });
    expect(again(2)).toMatchObject({ cursor: { plugins: 1 }, detail: undefined });
  });
});
