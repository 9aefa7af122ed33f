import { describe, expect, it } from 'vitest';
import { listScreen } from '../../../../src/tui/components/list-screen.tsx';
import { noPlugins, plugins } from '../../../../src/tui/screens/plugins/rows.ts';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { assemble } from '../../../../src/tui/shell/keys/keymap.ts';
import { paletteEntries } from '../../../../src/tui/shell/palette/entries.ts';
import { rowTargets } from '../../../../src/tui/shell/palette/targets.ts';
import { topScreens } from '../../../../src/tui/shell/screen.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile } from '../../../support/recorded-builders.ts';
import { testWorld } from '../../../support/world.ts';
import { on, press, pressed, runCockpit, type, wholeFrame } from '../../support.tsx';

const palette = (query: string, state: State = on('rollout')) => type(press(state, ':'), query);
const labels = (state: State, query: string) =>
  paletteEntries(registry, state, query).map(({ kind, name }) => `${kind} ${name}`);

describe('the palette', () => {
  it('begins with the commands of the shown screen', () => {
    const [first] = paletteEntries(registry, on('checks'), '');
    expect(first).toMatchObject({ kind: 'command', screen: 'checks' });
    const kinds = new Set(paletteEntries(registry, on('checks'), '').map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(['command', 'screen']);
  });

  it('shows what a thing is, its key, and where it is', () => {
    const frame = wholeFrame(palette('take the inventory'));
    expect(frame).toMatch(/▸ command +take the inventory of the plugins r /);
    expect(frame).toMatch(/1\/\d+ {2}on Plugins/);
    expect(wholeFrame(palette('what permission profiles'))).toMatch(
      /▸ screen +what permission profiles really do 7 /,
    );
  });

  it('says why a command cannot be used now, in its line and in full below', () => {
    const frame = wholeFrame(palette('stop the run'), { width: 120 });
    expect(frame).toMatch(/▸ command +stop the run +s +not now: no run is in progress/);
    expect(frame).toMatch(/1\/\d+ {2}on Checks, not now: no run is in progress/);
    const refused = press(palette('stop the run'), 'enter');
    expect(refused).toMatchObject({
      overlay: { type: 'palette' },
      notice: 'stop the run: no run is in progress',
    });
  });

  it('cuts a long name rather than the reason beside it', () => {
    // Beside it stands a command with a far longer name.
    const frame = wholeFrame(palette('stop'), { width: 100 });
    expect(frame).toMatch(/stop the run +s +not now: no run/);
    for (const line of frame.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });

  it('finds each screen by its title, before all that has the word too', () => {
    const titles = topScreens(registry.screens).map(({ title }) => title);
    const found = titles.map((title) => {
      const [first] = paletteEntries(registry, on('rollout'), title);
      return press(palette(title), 'enter').screen === first?.words.replace('screen-', '') && title;
    });
    expect(found).toEqual(titles);
  });

  it('goes to a screen, and closes the detail that is open', () => {
    const open = { ...on('rollout'), detail: { of: 'gate', scroll: 0 } };
    expect(press(palette('governance artifacts', open), 'enter')).toMatchObject({
      screen: 'artifacts',
      overlay: undefined,
      detail: undefined,
    });
    expect(press(palette('take the inventory', open), 'enter')).toMatchObject({
      screen: 'plugins',
      detail: undefined,
    });
  });

  it('finds nothing for what there is not', () => {
    const nothing = palette('zzzz');
    expect(wholeFrame(nothing)).toContain('nothing is called like this');
    expect(press(nothing, 'enter', 'down', 'up').overlay).toMatchObject({
      type: 'palette',
      query: 'zzzz',
      cursor: 0,
    });
  });

  it('has a cursor in what is typed, and keeps the selection when only that moves', () => {
    const typed = press(palette('rn'), 'left', 'u');
    expect(typed.overlay).toMatchObject({ query: 'run', caret: 2 });
    expect(wholeFrame(typed)).toContain(': ru▏n');
    expect(press(typed, 'down', 'down', 'left').overlay).toMatchObject({ cursor: 2 });
    expect(press(typed, 'down', 'down', 'x').overlay).toMatchObject({ cursor: 0 });
    expect(press(typed, 'esc').overlay).toBeUndefined();
  });

  it('finds sources and plugins once they were read', () => {
    const named = { source: 'acme', state: 'blocked' };
    const plugin = { id: 'hello@acme', version: '1.2.0', enabled: true, marketplace: 'acme' };
    const inventory = { plugins: [plugin], findings: [], marketplaces: [] };
    const read = plugins.set(on('rollout'), {
      ...noPlugins,
      ...({ sources: [named], inventory } as unknown as Partial<typeof noPlugins>),
    });
    expect(labels(read, 'acme').slice(0, 2)).toEqual(['source acme', 'plugin hello@acme']);
    expect(press(palette('hello', read), 'enter')).toMatchObject({
      screen: 'plugins',
      cursor: { plugins: 1 },
      detail: { of: 'row' },
    });
  });

  it('shows the names that others gave without their control sequences', () => {
    const people = [{ email: hostile, name: hostile, roles: [], keys: [], seq: 1 }];
    const frame = wholeFrame(palette('evil', on('rollout', { people })));
    expect(frame).toContain('person');
    expect(frame).not.toContain('\u001b');
    expect(frame.split('\n').every((line) => line.length <= 80)).toBe(true);
  });
});

describe('what a screen offers', () => {
  const rows = Array.from({ length: 10_000 }, (_, row) => ({
    id: `ring-${row}`,
    about: `share ${row % 100}`,
  }));
  let made = 0;
  const targets = rowTargets<(typeof rows)[number]>('rings', 'ring', {
    id: ({ id }) => id,
    label: ({ id }) => {
      made += 1;
      return id;
    },
    about: ({ about }) => about,
  });
  const screens = assemble([
    ...registry.screens.slice(0, 3),
    listScreen<(typeof rows)[number]>({
      id: 'rings',
      title: 'Rings',
      description: 'the rings',
      keys: [],
      rows: ({ filter }) => rows.filter(({ id }) => id.includes(filter.rings ?? '')),
      rowId: ({ id }) => id,
      columns: [{ title: 'RING', priority: 1, cell: ({ id }) => id }],
      empty: () => '',
      detail: (_, row) => row?.id,
      targets: () => targets(rows),
    }),
  ]);
  const palettePressed = (state: State, ...keys: string[]) => pressed(state, keys, screens)[0];

  it('is found by one field of its spec, and opened though a filter leaves it out', () => {
    const filtered = on('rollout', { filter: { rings: 'ring-1' } });
    const gone = palettePressed(filtered, ':', ...'ring-777', 'enter');
    expect(gone).toMatchObject({
      screen: 'rings',
      cursor: { rings: 777 },
      filter: { rings: '' },
      detail: { of: 'row' },
      overlay: undefined,
    });
    expect(palettePressed(filtered, ':', ...'ring-12', 'enter').filter).toEqual({ rings: 'ring-1' });
  });

  it('is made once, however much is typed', () => {
    made = 0;
    palettePressed(on('rollout'), ':', ...'ring-9999', ...Array(9).fill('backspace'), 'down', 'down');
    expect(made).toBeLessThanOrEqual(rows.length);
  });

  it('is shown as far as there is room, with its place', () => {
    const state = palettePressed(on('rollout'), ':', ...'ring 99', ...Array(30).fill('down'));
    expect(paletteEntries(screens, state, 'ring 99').length).toBeGreaterThan(100);
    expect(wholeFrame(state, { screens })).toMatch(/31\/\d+ {2}on Rings/);
    expect(wholeFrame(state, { screens })).toContain('▸ ring');
  });
});

it('finds phases, items, checks, runbooks, artifacts, people and entries of a real history', async () => {
  const { cockpit, keys, see } = runCockpit({ ...testWorld(), as: 'ada@example.com' });
  await see('No rollout yet');
  keys('n', ...'Acme', 'enter', 'enter', 'enter');
  await see('started "Acme"');
  const goes = async (query: string, found: RegExp, opened: string | RegExp) => {
    keys(':', ...query);
    await see(found);
    keys('enter');
    await see(opened);
    expect(cockpit.state().overlay).toBeUndefined();
    keys('esc', 'esc');
  };
  await goes('govern', /▸ phase +Govern +1 /, /▶? ?Govern/);
  await goes('scale.tr', /▸ item +scale\.training +1 +New people/, 'scale.training');
  await goes('clver', /▸ check +cli\.version +2 +/, /cli\.version/);
  await goes('usage-pol', /▸ artifact +usage-policy +9 /, /usage-policy/);
  await goes('ada', /▸ person +ada@example\.com +0 +rollout owner/, /ada@example\.com/);
  await goes('book inc', /▸ runbook +incident\S* +5 /, /When something went wrong/);
  // An entry that is not loaded is found by its number.
  await goes('4', /▸ entry +4 .*read from the history/, /Entry 4: checkpoint\.made/);
  await goes('2', /▸ entry +2 /, /Entry 2: person\.recorded/);
});
