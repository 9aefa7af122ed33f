import { describe, expect, it } from 'vitest';
import { listScreen } from '../../../src/tui/components/list-screen.tsx';
import { registry } from '../../../src/tui/screens/registry.ts';
import { assemble } from '../../../src/tui/shell/keys/keymap.ts';
import { goToRow } from '../../../src/tui/shell/palette/targets.ts';
import type { Link, ScreenSpec } from '../../../src/tui/shell/screen.ts';
import { type State, slice } from '../../../src/tui/shell/state.ts';
import { change, on, pressed, wholeFrame } from '../support.tsx';

/** A list of stations; each leads to the others that its line names. */
const lines = slice<Readonly<Record<string, readonly string[]>>>('lines', {});
const linkTo = (station: string): Link => ({
  label: `station ${station}`,
  open: (state, all) => goToRow(all, state, 'stations', station),
});
const stations: ScreenSpec = listScreen<string>({
  id: 'stations',
  title: 'Stations',
  description: 'stations',
  keys: [],
  rows: (state) => Object.keys(lines.of(state)).filter((one) => one.includes(state.filter.stations ?? '')),
  rowId: (station) => station,
  columns: [{ title: 'STATION', priority: 1, cell: (station) => station }],
  empty: () => '',
  detail: (_, station) => station && Array.from({ length: 40 }, (_line, at) => `${station} ${at}`).join('\n'),
  links: (state) => {
    const at = stations.rowIds(state)[state.cursor.stations ?? 0] ?? '';
    return (lines.of(state)[at] ?? []).map(linkTo);
  },
});
const hall = listScreen<string>({
  id: 'hall',
  title: 'Hall',
  description: 'the hall of a station',
  parent: 'stations',
  keys: [],
  rows: () => [],
  rowId: (row) => row,
  columns: [],
  empty: () => 'empty',
  detail: () => undefined,
});
const screens = assemble([...registry.screens.slice(0, 3), stations, hall]);
const press = (state: State, ...keys: string[]) => pressed(state, keys, screens)[0];
const at = (of: Readonly<Record<string, readonly string[]>>, more: Partial<State> = {}) =>
  lines.set(on('stations', { page: { rows: 12, columns: 80 }, ...more }), of);
const selected = (state: State) => stations.rowIds(state)[state.cursor.stations ?? 0];
const many = Array.from({ length: 60 }, (_, number) => `stop-${number}`);

describe('enter in a detail', () => {
  it('follows the only link at once, and asks where there are several', () => {
    expect(selected(press(at({ bonn: ['rome'], rome: [] }), 'enter', 'enter'))).toBe('rome');
    const asked = press(at({ bonn: ['rome', 'oslo'], rome: [], oslo: [] }), 'enter', 'enter');
    expect(wholeFrame(asked, { screens })).toMatch(/▸ station rome[\s\S]+ {2}station oslo/);
    expect(selected(press(asked, 'j', 'enter'))).toBe('oslo');
    expect(press(asked, 'esc')).toMatchObject({ overlay: undefined, detail: { of: 'row' } });
  });

  it('stays where nothing is led to, and says so of what is gone', () => {
    const open = press(at({ bonn: [] }), 'enter');
    expect(press(open, 'enter')).toEqual(open);
    expect(press(at({ bonn: ['atlantis'] }), 'enter', 'enter')).toMatchObject({
      notice: 'there is no station atlantis here',
      trail: [],
    });
  });

  it('moves in a list of links that is longer than the screen, to both ends and no further', () => {
    const list = press(
      at({ bonn: many, ...Object.fromEntries(many.map((one) => [one, []])) }),
      'enter',
      'enter',
    );
    const chosen = (...keys: string[]) => selected(press(list, ...keys, 'enter'));
    expect(chosen('G')).toBe('stop-59');
    expect(chosen('G', 'j', 'k')).toBe('stop-58');
    expect(chosen('k')).toBe('stop-0');
    expect(chosen('ctrl-d')).toBe('stop-10');
    expect(wholeFrame(press(list, 'G'), { screens, width: 60, height: 16 })).toMatch(/▸ station stop-59/);
    expect(wholeFrame(press(list, 'G'), { screens, width: 60, height: 16 }).split('\n')).toHaveLength(16);
  });

  it('closes a list of links that another process emptied', () => {
    const list = press(at({ bonn: ['rome', 'oslo'], rome: [], oslo: [] }), 'enter', 'enter');
    expect(press(lines.set(list, { bonn: [] }), 'enter').overlay).toBeUndefined();
  });
});

describe('esc', () => {
  it('leaves one thing at a time: words that are looked for, the detail, the filter, the screen', () => {
    const base = at({ bonn: [], basel: [] }, { filter: { stations: 'b' }, cursor: { stations: 1 } });
    const open = { ...press(base, 'enter'), search: 'basel 3' };
    const one = press(open, 'esc');
    expect(one).toMatchObject({ search: '', detail: { of: 'row' } });
    const two = press(one, 'esc');
    expect(two).toMatchObject({ detail: undefined, filter: { stations: 'b' } });
    const three = press(two, 'esc');
    expect(three.filter.stations).toBe('');
    expect(selected(three)).toBe('basel');
    expect(press(three, 'esc')).toEqual(three);
    expect(press({ ...three, screen: 'hall' }, 'esc').screen).toBe('stations');
  });

  it('comes back from each link to the row, the place in its text and the filter that were left', () => {
    const round = at({ bonn: ['rome'], rome: ['oslo'], oslo: ['bonn'] }, { filter: { stations: 'bonn' } });
    const read = press(round, 'enter', 'j', 'j');
    const far = press(read, 'enter', 'enter');
    expect([selected(far), far.trail.length]).toEqual(['oslo', 2]);
    expect(selected(press(far, 'esc'))).toBe('rome');
    expect(press(far, 'esc', 'esc')).toMatchObject({
      filter: { stations: 'bonn' },
      detail: { of: 'row', scroll: 2 },
      trail: [],
    });
  });

  it('comes back to the row where it is now, or to the list when it is gone', () => {
    const away = press(at({ bonn: ['rome'], rome: [] }), 'enter', 'enter');
    const more = change(away, (now) => lines.set(now, { aachen: [], bonn: ['rome'], rome: [] }));
    expect(selected(press(more, 'esc'))).toBe('bonn');
    const gone = change(away, (now) => lines.set(now, { rome: [] }));
    expect(press(gone, 'esc')).toMatchObject({ screen: 'stations', detail: undefined });
  });

  it('forgets the way when the person goes to a screen by its key, and the oldest of twenty steps', () => {
    const away = press(at({ bonn: ['rome'], rome: ['bonn'] }), 'enter', 'enter');
    expect(press(away, '1').trail).toEqual([]);
    const long = press(away, ...Array(30).fill('enter'));
    expect(long.trail).toHaveLength(20);
    expect(long.trail.every(({ trail }) => trail.length === 0)).toBe(true);
  });
});
