import { describe, expect, it } from 'vitest';
import type { State } from '../../../../src/tui/shell/state.ts';
import { frameOf, paneOf, press, refusalOf, type, wholeFrame } from '../../support.tsx';
import { readable, shelfOf } from './support.ts';

const paragraph = 'What has to be done, in a line that is as long as those of a runbook are.\n'.repeat(6);
const text = ['# Pilot', '## Before', '## While it runs', '## After'].join(`\n\n${paragraph}\n`);
const page = { rows: 10, columns: 80 };
const reader = press(
  shelfOf([readable('pilot', { text: `${text}\n\n${paragraph}` }), readable('scale')], { page }),
  'enter',
);

/** The first line that is seen. */
const top = (state: State) => paneOf(frameOf(state, { width: 80, height: 10 }))[0];

describe('an open runbook', () => {
  it('has its title and place in the heading, and says how much is seen', () => {
    const frame = wholeFrame(reader, { width: 100, height: 15 });
    expect(frame).toContain('╭─ The pilot · 1/2 ─');
    expect(frame).toMatch(/─ lines 1–8 of \d+ ─╯/);
  });

  it('goes on with } to each heading, and from the last one to the first', () => {
    expect(top(press(reader, '}'))).toBe('## Before');
    expect(top(press(reader, '}', '}'))).toBe('## While it runs');
    expect(top(press(reader, '}', '}', '}'))).toBe('## After');
    expect(top(press(reader, '}', '}', '}', '}'))).toBe('# Pilot');
  });

  it('goes back with { to the heading above, and stays at the first', () => {
    expect(top(press(reader, '}', '}', '{'))).toBe('## Before');
    expect(top(press(reader, '}', 'j', 'j', '{'))).toBe('## Before');
    expect(top(press(reader, '{'))).toBe('# Pilot');
  });

  it('is searched as it is typed; n finds the next place, from the end the first one', () => {
    const typed = type(press(reader, '/'), 'AFTER');
    expect(top(typed)).toBe('## After');
    expect(press(typed, 'enter')).toMatchObject({ search: 'AFTER', overlay: undefined });
    const found = press(type(press(reader, '/'), '##'), 'enter');
    expect([found, press(found, 'n'), press(found, 'n', 'n'), press(found, 'n', 'n', 'n')].map(top)).toEqual([
      '## Before',
      '## While it runs',
      '## After',
      '## Before',
    ]);
    expect(wholeFrame(found)).toContain('search: ##  (n next, esc clears it)');
  });

  it('stays at a place that is found while more of it is typed', () => {
    const line = (keys: string) => top(type(press(reader, '/'), keys));
    expect(line('w')).toBe('What has to be done, in a line that is as long as those of a runbook are.');
    expect(type(press(reader, '/'), 'wha').detail).toEqual(type(press(reader, '/'), 'w').detail);
    expect(line('while')).toBe('## While it runs');
  });

  it('is left by esc: the search first, then the text', () => {
    const found = press(type(press(reader, '/'), 'after'), 'enter');
    expect(press(found, 'esc')).toMatchObject({ search: '', detail: { of: 'row' } });
    expect(press(found, 'esc', 'esc').detail).toBeUndefined();
  });

  it('says what n and } need', () => {
    expect(refusalOf(reader, 'n')).toBe('nothing is looked for; press /');
    expect(refusalOf(press(reader, 'esc'), 'n')).toBe('no text is open');
    for (const key of ['}', '{']) {
      expect(refusalOf(press(reader, 'esc'), key)).toBe('no runbook is open');
      expect(refusalOf(press(reader, 'H'), key)).toBe('no runbook is open');
    }
  });

  it('is followed by the next one from its top, with nothing looked for', () => {
    const found = press(type(press(reader, '/'), 'after'), 'enter');
    expect(press(found, ']')).toMatchObject({
      search: '',
      detail: { of: 'row', scroll: 0 },
      cursor: { runbooks: 1 },
    });
  });

  it('is scrolled by page and to its end, and no further', () => {
    const end = press(reader, 'G');
    expect(press(end, 'ctrl-d', 'j')).toEqual(end);
    expect(press(end, 'g').detail?.scroll).toBe(0);
    expect(press(reader, 'ctrl-d').detail?.scroll).toBe(6);
  });
});
