import { describe, expect, it } from 'vitest';
import { confirm } from '../../../src/tui/shell/decision.ts';
import type { Question } from '../../../src/tui/shell/state.ts';
import { testWorld } from '../../support/world.ts';
import { on, press, pressed, runCockpit, wholeFrame } from '../support.tsx';

const ask = (more: Partial<Question>, state = on('rollout')) =>
  confirm(state, {
    question: 'Do it?',
    records: [],
    effect: { name: 'do', carryOut: async () => undefined },
    ...more,
  });

const small = { width: 60, height: 15 };
/** The size of the body that such a terminal has. */
const page = { columns: 60, rows: 10 };

describe('a question', () => {
  it('says how many entries are recorded, apart from what is said about them', () => {
    const records = ['phase.signed: pilot as team lead', 'evidence 12ab…', 'pilot.cases is open', 'key.made'];
    expect(wholeFrame(ask({ records }))).toContain('recorded in the history (2 entries):');
    expect(wholeFrame(ask({ records: records.slice(0, 1) }))).toContain('recorded in the history (1 entry):');
    expect(wholeFrame(ask({ records, entries: 54 }))).toContain('recorded in the history (54 entries):');
    expect(wholeFrame(ask({ records: ['nothing yet'] }))).toContain('recorded in the history:');
    expect(wholeFrame(ask({}))).toContain('Nothing is recorded in the history.');
  });

  it('that is longer than the screen is scrolled, up to its last line', () => {
    const records = Array.from({ length: 40 }, (_, one) => `item.attested: item ${one + 1}`);
    const asked = ask({ records }, on('rollout', { page }));
    const top = wholeFrame(asked, small);
    expect(top).toContain('Do it?');
    expect(top).toContain('(40 entries)');
    expect(top).toContain('item 1 ');
    expect(top).toContain('enter: yes  esc: no  j k: scroll');
    expect(top.split('\n')).toHaveLength(15);
    expect(wholeFrame(press(asked, 'j', 'down'), small)).not.toContain('item 1 ');
    for (const keys of [['G'], Array(60).fill('j'), Array(9).fill('ctrl-d')]) {
      const end = press(asked, ...keys);
      expect(wholeFrame(end, small)).toContain('item 40 ');
      // One key back is seen at once.
      expect(wholeFrame(press(end, 'k'), small)).not.toContain('item 40 ');
      expect(wholeFrame(press(end, 'g'), small)).toBe(top);
    }
  });

  it('is answered wherever it is scrolled to, and not by another key', () => {
    const asked = press(ask({ records: Array(40).fill('key.made') }, on('rollout', { page })), 'G');
    expect(pressed(asked, ['enter'])[1]).toMatchObject({ name: 'do' });
    for (const key of ['y', ' ', 'x', 'q', '1', 'tab']) {
      const [state, ...effects] = pressed(asked, [key]);
      expect(effects).toEqual([]);
      expect(state.overlay?.type).toBe('confirm');
    }
  });

  it('of many words is shown whole, and what it says of a file is shown without control sequences', () => {
    const question = `Is ${'a very long name '.repeat(6)}right?`;
    const frame = wholeFrame(ask({ question, writes: ['/tmp/\u001b[2Jx'] }, on('rollout', { page })), small);
    expect(frame.replace(/[\s│]+/g, ' ')).toContain(`${'a very long name '.repeat(6)}right?`);
    expect(frame).not.toContain('\u001b[2J');
    expect(frame).toContain('/tmp/x');
  });
});

it('a filter has a cursor, and keeps the row when only that moves', () => {
  const people = ['ada', 'bob', 'bab'].map((name) => ({
    ...{ email: `${name}@example.com`, name: undefined, roles: ['auditor' as const], keys: [], seq: 1 },
  }));
  const typed = press(on('people', { people }), '/', 'b', 'b', 'left', 'a');
  expect(typed.filter.people).toBe('bab');
  expect(wholeFrame(typed)).toContain('/ba▏b');
  const moved = press(press(typed, 'ctrl-u', 'down'), 'right', 'home');
  expect(moved.filter.people).toBe('b');
  expect(moved.cursor.people).toBe(1);
  // Opened again, the cursor is at the end of what was typed.
  expect(wholeFrame(press(typed, 'enter', '/'))).toContain('/bab▏');
});

it('the help says what keys do in a form and in a question', () => {
  const help = press(on('rollout', { page: { columns: 80, rows: 34 } }), '?', 'G');
  expect(wholeFrame(help, { width: 80, height: 39 })).toMatch(
    /In a form[\s\S]+ctrl-r +begin again[\s\S]+In a question[\s\S]+esc +back to the form/,
  );
});

it('as many entries are recorded as each question says', async () => {
  const { cockpit, keys, see } = runCockpit({ ...testWorld(), as: 'ada@example.com' });
  let entries = 0;
  const confirmed = async (told: RegExp, ...open: string[]) => {
    keys(...open);
    await see(/\((\d+) entr(y|ies)\):/);
    const [, said] = /\((\d+) entr/.exec(wholeFrame(cockpit.state(), { width: 120 })) ?? [];
    keys('enter');
    await see(told);
    entries += Number(said);
    expect(cockpit.state().status?.entries).toBe(entries);
  };
  await see('No rollout yet');
  await confirmed(/started "Acme"/, 'n', ...'Acme', 'enter', 'enter');
  await confirmed(/is now .*team lead/, '0', '+', ...'bob@example.com', 'tab', 'tab', ...'team l', 'enter');
  await confirmed(/signed 5 entries/, '3', 'c', 'enter', 'enter');
  await confirmed(/the public key is now/, 'N');
  await confirmed(
    /no longer done|the pin is 0\.140\.0/,
    '1',
    'p',
    ...'0.140.0',
    'enter',
    ...'newer',
    'enter',
  );
});
