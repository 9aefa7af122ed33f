import { describe, expect, it } from 'vitest';
import { UsageError } from '../../../src/domain/base/errors.ts';
import { listScreen } from '../../../src/tui/components/list-screen.tsx';
import { registry } from '../../../src/tui/screens/registry.ts';
import { atField, fill } from '../../../src/tui/shell/decision.ts';
import { ANSWER, answerOf, answerText, inquiry } from '../../../src/tui/shell/inquiry.ts';
import { assemble } from '../../../src/tui/shell/keys/keymap.ts';
import type { State, Step } from '../../../src/tui/shell/state.ts';
import { testWorld } from '../../support/world.ts';
import { carriedOut, formIn, refusedIn, valuesIn } from '../asking.ts';
import { frameOf, on, pressed } from '../support.tsx';

const at = new Date('2026-11-21T14:50:00Z');

/** A screen with a question that has a form (w), and one without (x). A town without a name has no weather. */
const weather = inquiry<{ town: string }>({
  command: 'weather',
  keys: ['w'],
  description: 'the weather of a town',
  form: {
    title: () => 'Which town?',
    fields: () => [{ label: 'Town', value: '', required: 'name a town' }],
    read: ([town = '']) => fill(() => ({ town })),
  },
  title: ({ town }) => `The weather of ${town}`,
  answer: async (_, { town }, say) => {
    say('looking out of the window…');
    if (town === 'nowhere')
      return atField(0, () => {
        throw new UsageError('there is no such town', 'Name another.');
      });
    if (town === 'broken') throw new TypeError('a bug');
    return `sun in ${town}\u001b[2J`;
  },
});
const now = inquiry<object>({
  command: 'now',
  keys: ['x'],
  description: 'what is now',
  begin: () => ({}),
  title: () => 'Now',
  answer: async () => {
    throw new UsageError('there is no clock', 'Buy one.');
  },
});
const screens = assemble([
  ...registry.screens.slice(0, 3),
  listScreen<string>({
    id: 'towns',
    title: 'Towns',
    description: 'towns',
    keys: [weather, now],
    rows: () => ['bonn', 'rome'],
    rowId: (town) => town,
    columns: [{ title: 'TOWN', priority: 1, cell: (town) => town }],
    empty: () => '',
    detail: (state, town) => (state.detail?.of === ANSWER ? answerText(state) : town),
  }),
]);
const steps = (state: State, ...keys: string[]): Step => pressed(state, keys, screens);
const press = (state: State, ...keys: string[]) => steps(state, ...keys)[0];
const world = () => ({ ...testWorld(), now: () => at });
const answered = (step: Step) => carriedOut(step, { world });
const towns = on('towns');

describe('a question to the program', () => {
  it('shows what was asked at once, how far it is, then the answer with its time', async () => {
    const step = steps(towns, 'w', ...'bonn', 'enter');
    expect(step[0]).toMatchObject({ overlay: undefined, detail: { of: ANSWER, scroll: 0 } });
    expect(answerText(step[0])).toBe('The weather of bonn\n\nreading…');
    expect(answerOf(step[0])).toBeUndefined();
    const state = await answered(step);
    expect(answerText(state)).toContain('The weather of bonn (14:50)\n\nsun in bonn');
    expect(frameOf(state, { screens })).toContain('sun in bonn');
    expect(frameOf(state, { screens })).not.toContain('\u001b[2J');
  });

  it('is copied by its answer alone, and left with esc', async () => {
    const state = await answered(steps(towns, 'w', ...'bonn', 'enter'));
    expect(answerOf(state)).toContain('sun in bonn');
    expect(answerOf(state)).not.toContain('The weather');
    expect(press(state, 'esc').detail).toBeUndefined();
    // Opened again, the form begins anew: the question was answered.
    expect(valuesIn(press(state, 'esc', 'w'))).toEqual({ Town: '' });
  });

  it('is not submitted without what it needs, and keeps what was typed', () => {
    expect(refusedIn(press(towns, 'w', 'enter'))).toBe('Town: name a town');
    expect(valuesIn(press(towns, 'w', ...'ro', 'esc', 'w'))).toEqual({ Town: 'ro' });
  });

  it('that cannot be answered comes back in its form, at the field that it concerns', async () => {
    const failed = await answered(steps(towns, 'w', ...'nowhere', 'enter'));
    expect(refusedIn(failed)).toBe('Town: there is no such town. Name another.');
    expect(valuesIn(failed)).toEqual({ Town: 'nowhere' });
    expect(failed.detail).toBeUndefined();
    expect(formIn(press(failed, 'x')).refusal).toBeUndefined();
  });

  it('without a form has the reason in place of its answer', async () => {
    const failed = await answered(steps(towns, 'x'));
    expect(answerText(failed)).toBe('Now\n\nthere is no clock. Buy one.');
    expect(failed).toMatchObject({ overlay: undefined, detail: { of: ANSWER } });
  });

  it('does not hide a fault of the program behind a refusal', async () => {
    await expect(answered(steps(towns, 'w', ...'broken', 'enter'))).rejects.toThrow('a bug');
  });
});

describe('an answer that comes late', () => {
  it('is kept, and opens nothing, when the person went to another screen', async () => {
    const [asked, ...effects] = steps(towns, 'w', ...'bonn', 'enter');
    const state = await answered([press(asked, '1'), ...effects]);
    expect(state).toMatchObject({ screen: 'rollout', detail: undefined });
    expect(answerOf(state)).toContain('sun in bonn');
  });

  it('is dropped when esc stopped the question, which is said', async () => {
    const [asked, ...effects] = steps(towns, 'w', ...'bonn', 'enter');
    const [left, stop] = steps(asked, 'esc');
    expect([left.notice, left.detail, stop?.name]).toEqual([
      'stopped: The weather of bonn',
      undefined,
      'stop-work',
    ]);
    expect(answerOf(await answered([left, ...effects]))).toBeUndefined();
  });

  it('opens no form over what a person does instead', async () => {
    const [asked, ...effects] = steps(towns, 'w', ...'nowhere', 'enter');
    for (const keys of [['esc'], ['?'], ['1']]) {
      const state = await answered([press(asked, ...keys), ...effects]);
      expect(state.overlay?.type).not.toBe('form');
    }
  });

  it('is not shown as that of a later question', async () => {
    const [first, ...slow] = steps(towns, 'w', ...'bonn', 'enter');
    const second = await answered(steps(press(first, 'esc'), 'w', ...'rome', 'enter'));
    const late = await answered([second, ...slow]);
    expect(answerText(late)).toContain('The weather of rome (14:50)\n\nsun in rome');
  });

  it('refuses nothing in the form of a later question', async () => {
    const [first, ...slow] = steps(towns, 'w', ...'nowhere', 'enter');
    const second = await answered(steps(press(first, 'esc'), 'w', 'ctrl-u', ...'rome', 'enter'));
    expect((await answered([second, ...slow])).overlay).toBeUndefined();
  });
});
