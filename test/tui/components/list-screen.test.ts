import { describe, expect, it } from 'vitest';
import { listScreen } from '../../../src/tui/components/list-screen.tsx';
import { matches } from '../../../src/tui/components/matches.ts';
import { assemble } from '../../../src/tui/shell/keys/keymap.ts';
import { type State, slice } from '../../../src/tui/shell/state.ts';
import { hostile } from '../../support/recorded-builders.ts';
import { controls, frameOf, on, paneOf, pressed, wholeFrame } from '../support.tsx';

type Ring = { name: string; share: string; about: string };

const rings = slice<readonly Ring[]>('rings', []);

const ringsScreen = listScreen<Ring>({
  ...{ id: 'rings', title: 'Rings', description: 'the rings', keys: [] },
  rows: (state) => rings.of(state).filter(({ name }) => matches(name, state.filter.rings ?? '')),
  rowId: ({ name }) => name,
  rowTitle: ({ name }) => `ring ${name}`,
  columns: [
    { title: 'RING', priority: 10, cell: ({ name }) => name },
    { title: 'SHARE', priority: 5, align: 'right', cell: ({ share }) => share },
  ],
  empty: () => 'no ring',
  detail: (state, ring) => (state.detail?.of === 'all' ? 'All rings' : ring?.about),
});

const screens = assemble([ringsScreen]);
const ring = (name: string, more: Partial<Ring> = {}): Ring => ({
  name,
  share: '10%',
  about: `About ${name}`,
  ...more,
});
const listOf = (...all: readonly Ring[]) => rings.set(on('rings'), all);
const press = (state: State, ...keys: string[]) => pressed(state, keys, screens)[0];
const draw = (state: State, size: { width?: number; height?: number } = {}) =>
  frameOf(state, { screens, ...size });

describe('a list', () => {
  it('of nothing says so, and opens nothing', () => {
    expect(draw(listOf())).toMatch(/│ no ring +│/);
    expect(press(listOf(), 'enter').detail).toBeUndefined();
    expect(press(listOf(), 'j', 'G', 'k').cursor.rings).toBe(0);
    expect(press(listOf(), 'y').notice).toBe('nothing is selected');
  });

  it('of one row has the cursor on it, whatever key moves', () => {
    for (const key of ['j', 'k', 'G', 'g', 'ctrl-d', 'ctrl-u', 'pagedown', 'end'])
      expect(press(listOf(ring('canary')), key).cursor.rings).toBe(0);
    expect(draw(listOf(ring('canary')))).toContain('1/1');
  });

  it('moves by the rows that are seen, a little of which stays in sight', () => {
    const many = listOf(...Array.from({ length: 100 }, (_, place) => ring(`r${place}`)));
    const paged = { ...many, page: { rows: 12, columns: 80 } };
    const step = press(paged, 'ctrl-d').cursor.rings ?? 0;
    expect(step).toBeGreaterThan(3);
    expect(step).toBeLessThan(12);
    expect(press(paged, 'ctrl-d', 'ctrl-u').cursor.rings).toBe(0);
    expect(press(paged, 'end', 'pagedown').cursor.rings).toBe(99);
  });

  it('has the titles of its columns, and numbers to the right', () => {
    const [header, first, second] = paneOf(
      draw(listOf(ring('canary'), ring('everybody', { share: '100%' }))),
    );
    expect(header).toMatch(/^ {2}RING {7}SHARE$/);
    expect(first).toMatch(/^▸ canary {7}10%$/);
    expect(second).toMatch(/^ {2}everybody {3}100%$/);
  });

  it('keeps a line a line, and what a terminal obeys away from it', () => {
    const frame = draw(listOf(ring(hostile, { share: hostile, about: hostile })), { width: 120 });
    expect(frame).not.toMatch(controls);
    expect(frame.split('\n').length).toBeLessThanOrEqual(18);
    expect(frame).toContain('▸ evil');
  });
});

describe('the preview of a row', () => {
  const long = Array.from({ length: 60 }, (_, line) => `line ${line}`).join('\n');

  it('is its detail where that reads nothing, under its title', () => {
    expect(draw(listOf(ring('canary')), { width: 120 })).toMatch(/╭─ ring canary ─+╮\n.*││ About canary/);
  });

  it('says that enter shows more, only where there is more', () => {
    expect(draw(listOf(ring('canary', { about: long })), { width: 120 })).toContain('─ enter shows more ─╯');
    expect(draw(listOf(ring('canary')), { width: 120 })).not.toContain('enter shows more');
    const wrapped = ring('canary', { about: 'many words '.repeat(200) });
    expect(draw(listOf(wrapped), { width: 120 })).toContain('enter shows more');
  });

  it('goes along with the cursor', () => {
    const both = listOf(ring('canary'), ring('everybody'));
    expect(draw(press(both, 'j'), { width: 120 })).toContain('About everybody');
  });
});

describe('the detail of a list', () => {
  const both = listOf(ring('canary'), ring('everybody'));

  it('has the title of its row with its place, and fills the screen', () => {
    const frame = draw(press(both, 'j', 'enter'), { width: 60, height: 12 });
    expect(frame).toContain('╭─ ring everybody · 2/2 ─');
    expect(frame.split('\n')).toHaveLength(12);
    expect(frame).not.toContain('canary');
  });

  it('of something else is named by what it is of, in the heading too', () => {
    const all = { ...both, detail: { of: 'all', scroll: 0 } };
    expect(draw(all)).toContain('╭─ Rings: all ─');
    expect(wholeFrame(all, { screens, width: 100 })).toContain('Rings › all');
  });

  it('goes on with ] within what the filter left', () => {
    const found = press(both, '/', ...'every', 'enter', 'enter');
    expect(found.detail?.of).toBe('row');
    expect(press(found, ']').notice).toBe('this is the last one');
  });

  it('offers in the footer only what can be used on it', () => {
    const footer = (state: State) => wholeFrame(state, { screens, width: 120 }).split('\n').at(-1);
    expect(footer(both)).toMatch(/^enter detail {3}\/ filter {3}/);
    expect(footer(press(both, 'enter'))).toMatch(/^esc back {3}j k scroll {3}\] next/);
    expect(footer({ ...both, detail: { of: 'all', scroll: 0 } })).not.toContain('] next');
  });
});
