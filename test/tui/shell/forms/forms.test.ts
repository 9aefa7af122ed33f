import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../../src/domain/base/errors.ts';
import { listScreen } from '../../../../src/tui/components/list-screen.tsx';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { atField, decision, fill, refused } from '../../../../src/tui/shell/decision.ts';
import { assemble } from '../../../../src/tui/shell/keys/keymap.ts';
import { reduce } from '../../../../src/tui/shell/reducer.ts';
import type { Doing, Field, State } from '../../../../src/tui/shell/state.ts';
import { carriedOut, formIn } from '../../asking.ts';
import { on, pressed, wholeFrame } from '../../support.tsx';

type Gift = { what: string; size: string; colours: string; why: string };

const fields: readonly Field[] = [
  { label: 'What', value: '', required: 'name the gift' },
  {
    label: 'Size',
    value: 'small',
    choices: ['small', 'medium', 'large'],
    pick: true,
    required: 'pick a size',
  },
  { label: 'Colours', value: '', choices: ['red', 'dark red', 'green', 'dark blue'], many: true },
  { label: 'Why', value: '' },
];

/** A decision with a field of each kind; `prepare` and `run` refuse what a test wants. */
function gifts(given: Partial<{ fields: readonly Field[]; refuse: () => void; prepare: () => void }> = {}) {
  const give = decision<Gift>({
    command: 'give',
    keys: ['w'],
    description: 'give something',
    about: (state) => ['ada', 'bob'][state.cursor.gifts ?? 0],
    form: {
      title: (person) => `A gift for ${person}`,
      fields: () => given.fields ?? fields,
      read: ([what = '', size = '', colours = '', why = '']) =>
        fill((at) => {
          at(0, () => {
            if (what === 'nothing') throw new UsageError('nothing is no gift');
          });
          return { what, size, colours, why };
        }),
    },
    ...(given.prepare
      ? {
          prepare: async (_: Doing, input: Gift) => {
            given.prepare?.();
            return input;
          },
        }
      : {}),
    confirmation: ({ what, size, colours }) => ({
      question: `Give ${what}?`,
      records: [`gift.given: ${what}, ${size}, ${colours}`],
    }),
    run: async () => {
      given.refuse?.();
      return 'given';
    },
  });
  const screen = listScreen<string>({
    id: 'gifts',
    title: 'Gifts',
    description: 'gifts',
    keys: [give],
    rows: () => ['ada', 'bob'],
    rowId: (person) => person,
    columns: [{ title: 'WHO', priority: 1, cell: (person) => person }],
    empty: () => '',
    detail: () => undefined,
  });
  const screens = assemble([...registry.screens.slice(0, 2), screen]);
  const press = (state: State, ...keys: string[]) => pressed(state, keys, screens)[0];
  const steps = (state: State, ...keys: string[]) => pressed(state, keys, screens);
  return { screens, press, steps, open: press(on('gifts'), 'w') };
}

const { press, open } = gifts();
const values = (state: State) => formIn(state).fields.map(({ value }) => value);
const frame = (state: State, size?: { width: number; height: number }) => wholeFrame(state, size);

describe('a field', () => {
  it('has a cursor where the next character goes', () => {
    const typed = press(open, ...'bok', 'left', 'o');
    expect(values(typed)[0]).toBe('book');
    expect(frame(typed)).toMatch(/▸ What +\* +boo▏k /);
    expect(values(press(typed, 'ctrl-a', 'delete', 'ctrl-e', 's'))[0]).toBe('ooks');
    expect(values(press(typed, 'ctrl-w', 'x'))[0]).toBe('xk');
  });

  it('keeps its cursor when another one is filled in between', () => {
    expect(values(press(open, ...'bok', 'left', 'tab', 'shift-tab', 'o'))[0]).toBe('book');
  });

  it('that must be filled has a mark, and others have none', () => {
    expect(frame(open)).toMatch(/What +\* .*\n.*Size +\* .*\n.*Colours {3}.*\n.*Why {3}/);
    expect(frame(open)).toContain('* required');
  });

  it('shows the part of a long value that is typed, with wide characters', () => {
    const long = frame(press(open, ...'日本語'.repeat(40), ...'end', 'left'), { width: 60, height: 15 });
    expect(long).toMatch(/What +\* +….*語en▏d/);
    for (const line of long.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
    expect(frame(press(open, ...'x'.repeat(300), 'home'))).toMatch(/▏x+…/);
  });

  it('keeps its mark where its name is cut', () => {
    const label = 'How it is to be wrapped and delivered';
    const long = gifts({ fields: [{ label, value: '', required: 'say how' }] });
    expect(frame(long.open, { width: 60, height: 15 })).toMatch(/▸ How it is to be wrapp… \* ▏/);
  });

  it('uses the whole width of a wide terminal', () => {
    const label = 'How it is to be wrapped and delivered';
    const wide = gifts({ fields: [{ label, value: 'v'.repeat(120) }, ...fields] });
    const shown = frame(wide.open, { width: 200, height: 40 });
    expect(shown).toContain(label);
    expect(shown).toContain('v'.repeat(120));
  });
});

describe('a field with choices', () => {
  const size = press(open, ...'book', 'enter');

  it('shows them, and what is chosen', () => {
    expect(frame(size)).toMatch(/▸ Size +\* +small▏.*\n.*▸ small .*\n.* medium .*\n.* large /);
    expect(values(press(size, 'down'))[1]).toBe('medium');
    expect(values(press(size, 'up'))[1]).toBe('large');
  });

  it('finds one by a few of its letters, which enter takes', () => {
    const typed = press(size, ...'lg');
    expect(frame(typed)).toMatch(/Size +\* +lg▏.*\n.*▸ large/);
    expect(frame(typed)).not.toContain('medium');
    expect(values(press(typed, 'enter'))[1]).toBe('large');
    expect(values(press(typed, 'tab'))[1]).toBe('large');
  });

  it('cannot be left with something else, and says what is near', () => {
    const wrong = press(size, ...'largest', 'enter');
    expect(formIn(wrong)).toMatchObject({
      active: 1,
      refusal: '"largest" is no choice. Did you mean "large"?',
    });
    expect(values(wrong)[1]).toBe('small');
    const corrected = press(wrong, 'ctrl-u', ...'med', 'enter');
    expect(formIn(corrected)).toMatchObject({ active: 2, refusal: undefined });
    expect(values(corrected)[1]).toBe('medium');
  });

  it('can be emptied, which is refused where it must be filled', () => {
    const emptied = press(size, 'backspace');
    expect(values(emptied)[1]).toBe('');
    expect(formIn(press(emptied, 'tab', 'tab', 'enter'))).toMatchObject({
      active: 1,
      refusal: 'pick a size',
    });
  });
});

describe('a field with several choices', () => {
  const colours = press(open, ...'book', 'enter', 'enter');
  const chosen = (state: State) => values(state)[2];

  it('marks them with space, and shows the marks', () => {
    const marked = press(colours, 'down', ' ', 'down', 'down', ' ');
    expect(chosen(marked)).toBe('red, green');
    expect(frame(marked)).toMatch(/\[x\] red .*\n.*\[ \] dark red .*\n.*▸ \[x\] green .*\n.*\[ \] dark blue/);
    expect(chosen(press(marked, ' '))).toBe('red');
  });

  it('finds them by what is typed: a comma or enter takes the one that is shown first', () => {
    const typed = press(colours, ...'blu,', ...'dark r');
    expect(chosen(typed)).toBe('dark blue');
    expect(frame(typed)).toMatch(/Colours +dark blue, dark r▏/);
    const left = press(typed, 'enter');
    expect(formIn(left).active).toBe(3);
    expect(chosen(left)).toBe('dark blue, dark red');
  });

  it('marks one that was found and gone to, and then finds a further one', () => {
    const marked = press(colours, ...'dark', 'down', ' ', ...'gre', 'enter');
    expect(chosen(marked)).toBe('dark blue, green');
  });

  it('takes none that was not meant: a blank goes on with a name', () => {
    expect(chosen(press(colours, ...'drk red', 'enter'))).toBe('dark red');
    expect(chosen(press(colours, ' ', ' '))).toBe('');
  });

  it('takes the last one back with backspace', () => {
    expect(chosen(press(colours, ...'red,', ...'green,', 'backspace'))).toBe('red');
    expect(chosen(press(colours, ...'red,', ...'green,', 'ctrl-u'))).toBe('');
  });

  it('takes a pasted list, one a line, up to what is no choice', () => {
    const paste = (text: string) => reduce(gifts().screens, colours, { type: 'pressed', key: '', text })[0];
    expect(chosen(paste('green\ndark blue\n'))).toBe('green, dark blue');
    const pasted = paste('green, pink, red');
    expect(chosen(pasted)).toBe('green');
    expect(formIn(press(pasted, 'enter'))).toMatchObject({
      active: 2,
      refusal: expect.stringContaining('"pink, red" is no choice'),
    });
  });

  it('has choices that are offered, each once, and a cursor on one of them, whatever is pressed', () => {
    const key = fc.constantFrom(
      ...'redgnbluk ,',
      'down',
      'up',
      'backspace',
      'ctrl-u',
      'left',
      'right',
      'delete',
      'tab',
      'shift-tab',
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 30 }), (keys) => {
        const { fields: now, active } = formIn(press(colours, ...keys));
        const picked = (now[2]?.value ?? '').split(', ').filter((one) => one !== '');
        expect(new Set(picked).size).toBe(picked.length);
        for (const one of picked) expect(fields[2]?.choices).toContain(one);
        expect(['small', 'medium', 'large', '']).toContain(now[1]?.value);
        expect(active).toBeLessThan(fields.length);
        const { find = '', caret = find.length } = now[2] ?? {};
        expect(caret).toBeLessThanOrEqual(find.length);
      }),
    );
  });
});

describe('what cannot be submitted', () => {
  it('is said at its field, and the other fields stay as they are', () => {
    const empty = press(open, 'enter', 'enter', 'enter', ...'because', 'enter');
    expect(formIn(empty)).toMatchObject({ active: 0, refused: 0, refusal: 'name the gift' });
    expect(values(empty)).toEqual(['', 'small', '', 'because']);
    const lines = frame(empty).split('\n');
    const at = lines.findIndex((line) => line.includes('▸ What'));
    expect(lines[at + 1]).toContain('name the gift');
  });

  it('is no longer said once its field is changed', () => {
    const empty = press(open, 'tab', 'tab', 'tab', 'enter');
    expect(formIn(press(empty, 'tab', 'tab', ...'red')).refusal).toBe('name the gift');
    expect(formIn(press(empty, 'b')).refusal).toBeUndefined();
  });

  it('comes before the question, by the rule of its field', () => {
    const wrong = press(open, ...'nothing', 'tab', 'tab', 'tab', 'enter');
    expect(formIn(wrong)).toMatchObject({ active: 0, refusal: 'nothing is no gift' });
  });
});

describe('what is refused when it is looked at or recorded', () => {
  const filled = ['book', 'tab', 'tab', 'tab'].flatMap((key) => (key === 'book' ? [...key] : [key]));

  it('is said at the field that it concerns', async () => {
    const looked = gifts({
      prepare: () =>
        atField(0, () => {
          throw new UsageError('there is no such book');
        }),
    });
    const state = await carriedOut(looked.steps(looked.open, ...filled, 'enter'));
    expect(formIn(state)).toMatchObject({ active: 0, refused: 0, refusal: 'there is no such book' });
  });

  it('leaves the person where they are when it concerns no field', async () => {
    const late = gifts({
      refuse: () => {
        throw new UsageError('the shop is closed');
      },
    });
    const state = await carriedOut(late.steps(late.open, ...filled, 'enter', 'enter'));
    expect(formIn(state)).toMatchObject({ active: 3, refused: undefined, refusal: 'the shop is closed' });
    expect(values(state)[0]).toBe('book');
    expect(frame(state)).toContain('the shop is closed');
  });

  it('overwrites nothing that was typed in the meantime', async () => {
    const looked = gifts({
      prepare: () => {
        throw new UsageError('there is no such book');
      },
    });
    const [left, ...effects] = looked.steps(looked.open, ...filled, 'enter');
    const state = await carriedOut([looked.press(left, ...'for the road'), ...effects]);
    expect(values(state)[3]).toBe('for the road');
    expect(formIn(state).refusal).toBe('there is no such book');
  });

  it('asks nothing about values that were changed in the meantime', async () => {
    const looked = gifts({ prepare: () => undefined });
    const [left, ...effects] = looked.steps(looked.open, ...filled, 'enter');
    expect((await carriedOut([left, ...effects])).overlay).toMatchObject({ question: 'Give book?' });
    expect((await carriedOut([looked.press(left, 'x'), ...effects])).overlay).toMatchObject({ type: 'form' });
  });

  it('is looked at with a word about it, which goes with the answer', async () => {
    const looked = gifts({ prepare: () => undefined });
    const step = looked.steps(looked.open, ...filled, 'enter');
    expect(step[0].notice).toBe('looking at what it leads to…');
    expect((await carriedOut(step)).notice).toBeUndefined();
  });

  it('does not replace another form, and is there when its own is opened again', () => {
    const asked = press(open, ...filled, 'enter');
    const kept = asked.overlay?.type === 'confirm' ? asked.overlay.form : undefined;
    const other = press(on('gifts'), 'j', 'w', ...'a cup');
    const late = refused(other, kept, 'the shop is closed');
    expect(values(late)[0]).toBe('a cup');
    expect(late.notice).toBe('the shop is closed');
    expect(values(press(late, 'esc', 'k', 'w'))[0]).toBe('book');
  });
});

describe('escape', () => {
  const asked = press(open, ...'book', 'tab', 'tab', ...'red', 'tab', 'enter');

  it('goes from the question to the form, and from the form to the screen', () => {
    expect(asked.overlay).toMatchObject({ type: 'confirm', question: 'Give book?' });
    const back = press(asked, 'esc');
    expect(values(back)).toEqual(['book', 'small', 'red', '']);
    expect(press(back, 'esc').overlay).toBeUndefined();
  });

  it('keeps what was typed for when the form is opened again, and says so', () => {
    const again = press(asked, 'esc', 'esc', 'w');
    expect(values(again)).toEqual(['book', 'small', 'red', '']);
    expect(frame(again)).toContain('as you left it; ctrl-r begins again');
    expect(frame(open)).not.toContain('as you left it');
    expect(values(press(asked, 'n', 'w'))[0]).toBe('book');
  });

  it('keeps it for its own subject only', () => {
    expect(values(press(asked, 'esc', 'esc', 'j', 'w'))[0]).toBe('');
    expect(values(press(asked, 'esc', 'esc', 'j', 'w', 'esc', 'k', 'w'))[0]).toBe('book');
  });

  it('keeps what was typed to find a choice', () => {
    expect(formIn(press(open, 'tab', ...'lar', 'esc', 'w', 'tab')).fields[1]).toMatchObject({
      value: 'small',
      find: 'lar',
    });
  });

  it('keeps nothing of a form that was begun again, was not changed, or was carried out', () => {
    for (const left of [
      press(asked, 'esc', 'ctrl-r', 'esc', 'w'),
      press(open, ...'x', 'backspace', 'esc', 'w'),
      press(asked, 'esc', 'esc', 'w', 'tab', 'tab', 'tab', 'enter', 'enter', 'w'),
    ]) {
      expect(values(left)).toEqual(['', 'small', '', '']);
      expect(formIn(left).restored).toBe(false);
    }
  });

  it('leaves out a choice that is no longer offered', () => {
    const left = press(open, ...'book', 'tab', ...'large', 'tab', 'esc');
    const narrower = gifts({
      fields: fields.map((one) => (one.label === 'Size' ? { ...one, choices: ['small'] } : one)),
    });
    expect(values(narrower.press(left, 'w'))).toEqual(['book', 'small', '', '']);
    const other = gifts({ fields: fields.slice(0, 2) });
    expect(values(other.press(left, 'w'))).toEqual(['', 'small']);
  });
});

describe('a form with more fields than there is room for', () => {
  const many = gifts({
    fields: Array.from({ length: 12 }, (_, place) => ({
      label: `Field ${place + 1}`,
      value: `value ${place + 1}`,
      ...(place === 7 ? { choices: Array.from({ length: 30 }, (_, one) => `choice ${one + 1}`) } : {}),
    })),
  });
  const small = { width: 60, height: 15 };

  it('shows the one that is filled, with some of its choices, and says where it is', () => {
    expect(frame(many.open, small)).toContain('field 1 of 12');
    let state = many.open;
    for (let place = 1; place <= 12; place += 1) {
      const shown = frame(state, small);
      expect(shown).toMatch(new RegExp(`▸ Field ${place} `));
      expect(shown).toContain('enter: next');
      expect(shown.split('\n')).toHaveLength(15);
      if (place === 8) expect(shown).toMatch(/choice 1 .*\n.*choice 2 .*\n.*choice 3 /);
      state = many.press(state, 'tab');
    }
  });

  it('keeps the choice that is gone to in sight', () => {
    const far = many.press(many.open, ...Array(7).fill('tab'), ...Array(20).fill('down'));
    expect(frame(far, small)).toMatch(/▸ choice 20/);
  });

  it('shows a refusal in a small terminal, beside the field and its choices', () => {
    const overlay = {
      ...formIn(many.open),
      active: 7,
      refused: 7,
      refusal: 'it is refused for a long reason. '.repeat(9),
    };
    const shown = frame({ ...many.open, overlay }, small);
    expect(shown).toMatch(/▸ Field 8 .*\n.*it is refused for a long reason/);
    expect(shown).toMatch(/choice 1 /);
    expect(shown).toContain('enter: next');
  });
});
