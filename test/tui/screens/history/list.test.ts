import { describe, expect, it } from 'vitest';
import type { CockpitEvent } from '../../../../src/domain/history/entry/event.ts';
import { MACHINE_KINDS } from '../../../../src/domain/history/find/machine-rows.ts';
import { wrapText } from '../../../../src/tui/components/text.ts';
import { entryPreview, historyRows } from '../../../../src/tui/screens/history/rows.ts';
import { everyEvent } from '../../../support/every-event.ts';
import { checkFinished, rolloutStarted, runStarted } from '../../../support/history.ts';
import { hostile } from '../../../support/recorded-builders.ts';
import { controls, frameOf, on, paneOf, press, pressed, wholeFrame } from '../../support.tsx';
import { entry, historyOf } from './support.ts';

const waived: CockpitEvent = {
  kind: 'item.waived',
  body: {
    v: 1,
    item: 'pilot.cases',
    reason: 'holiday',
    role: 'rollout owner',
    expires_at: '2026-12-20T12:00:00.000Z',
  },
} as unknown as CockpitEvent;

const three = historyOf([
  entry(12, waived, {
    actor: 'bob@example.com',
    at: '2026-11-21T08:30:59.000Z',
    subject: 'item/pilot.cases',
  }),
  entry(3, checkFinished('r1')),
  entry(1, rolloutStarted),
]);

describe('a row of the history', () => {
  it('says when, who and what, with the number by which an entry is cited', () => {
    const [header, first, second] = paneOf(frameOf(three, { width: 240 }));
    expect(header).toMatch(/^ +WHEN +SEQ +WHO +(KIND +)?WHAT$/);
    expect(first).toMatch(/^▸ 11-21 08:30 +12 +bob@example\.com +(item\.waived +)?.*pilot\.cases/);
    expect(second).toMatch(/ 3 +ada@example\.com /);
  });

  it('names the kind of an entry where there is room, in a column that stays', () => {
    const places = [historyOf([entry(2, waived)]), historyOf([entry(1, rolloutStarted)])].map((state) =>
      (paneOf(frameOf(state, { width: 300 }))[0] ?? '').indexOf('WHAT'),
    );
    expect(new Set(places).size).toBe(1);
    expect(paneOf(frameOf(three, { width: 300 }))[3]).toMatch(
      / rollout\.started +started the rollout "Acme"/,
    );
  });

  it.each([60, 80, 100, 120])('keeps number, person and what was done at a width of %i', (width) => {
    const row = paneOf(frameOf(three, { width, height: 20 })).find((line) => line.includes(' 1 ')) ?? '';
    expect(row).toMatch(/ 1 +ada@.*started the/);
  });

  it('cuts the address of a person rather than what they did', () => {
    const actor = `${'a'.repeat(60)}@example.com`;
    expect(paneOf(frameOf(historyOf([entry(1, rolloutStarted, { actor })])))[1]).toMatch(
      / 1 +a{19}… +.*started/,
    );
  });
});

describe('an entry of every kind', () => {
  const events = everyEvent(hostile);
  const all = historyOf(
    events.map((event, place) => entry(1000 - place, event, { actor: `${hostile}@x`, subject: hostile })),
    { machine: true, line: 'since:2020-01-01' },
  );

  it('is a line that says something and obeys nothing', () => {
    const frame = frameOf(all, { width: 200, height: events.length + 8 });
    expect(frame).not.toMatch(controls);
    for (let seq = 1000; seq > 1000 - events.length; seq--)
      expect(frame.match(new RegExp(`^│ [ ▸] .* ${seq} +evil\\S* +\\S.*$`, 'gm'))).toHaveLength(1);
  });

  it('has a preview that obeys nothing and names what was recorded', () => {
    for (const { entry: one } of historyRows(all).flatMap((row) => (row.type === 'entry' ? [row] : []))) {
      const lines = wrapText(entryPreview(all, one), 50);
      expect(lines.join('')).not.toMatch(controls);
      expect(lines.slice(lines.indexOf('Recorded')).join(' ')).toContain('v: ');
    }
  });
});

describe('the preview of an entry', () => {
  it('tells who, when and about what, and what was recorded as fields', () => {
    const frame = frameOf(three, { width: 190, height: 30 });
    for (const line of [
      'by        bob@example.com',
      'about     item/pilot.cases',
      'hash      hash of 12',
      'Recorded',
    ])
      expect(frame).toContain(`││ ${line}`);
    expect(frame).toMatch(/││ +reason: holiday/);
  });

  it('names the account and the machine where they were recorded', () => {
    const origin = { account: 'root', host: 'build-7' } as never;
    expect(frameOf(historyOf([entry(1, rolloutStarted, { origin })]), { width: 190, height: 24 })).toContain(
      'by        ada@example.com, account root on build-7',
    );
  });

  it('names the entries that it rests on, with who recorded them where they are at hand', () => {
    const passed = everyEvent().find(({ kind }) => kind === 'phase.passed') as CockpitEvent;
    const body = JSON.parse(JSON.stringify(passed.body).replace(/"seq":\d+/g, '"seq":3')) as never;
    const state = historyOf([entry(9, { ...passed, body } as CockpitEvent), entry(3, checkFinished('r1'))]);
    expect(frameOf(state, { width: 190, height: 40 })).toMatch(/Rests on +│\n.*││ +3 {2}ada@example\.com/);
  });
});

describe('the line above the list', () => {
  it('counts what is left out, kind by kind, the most first', () => {
    const hidden = [
      { kind: 'run.started' as const, entries: 2 },
      { kind: 'check.finished' as const, entries: 110 },
    ];
    expect(frameOf(historyOf([entry(1, rolloutStarted)], { hidden })).split('\n')[0]).toBe(
      'Decisions only; m shows 112 more: 110 check.finished, 2 run.started',
    );
  });

  it('says what m hides again', () => {
    const shown = press(three, 'm');
    expect(frameOf(shown).split('\n')[0]).toContain('m hides what the program recorded by itself');
    expect(frameOf(press(shown, 'm')).split('\n')[0]?.trim()).toBe('');
  });
});

describe('m', () => {
  it('asks for the entries with the others, from the newest on', () => {
    const [shown, effect] = pressed(three, ['m']);
    expect(effect).toMatchObject({
      name: 'find-history',
      input: { query: { line: '', machine: true }, from: 'newest' },
    });
    expect(pressed(shown, ['m'])[1]).toMatchObject({ input: { query: { machine: false } } });
  });

  it('closes what is open: its entry may not be there any more', () => {
    expect(press(three, 'enter', 'm').detail).toBeUndefined();
  });

  it('hides no kind that records what a person decided', () => {
    for (const kind of ['item.attested', 'phase.passed', 'source.decided', 'person.recorded'])
      expect(MACHINE_KINDS).not.toContain(kind);
  });
});

describe('where there is no row', () => {
  it.each([
    ['searching…', on('history', { status: undefined })],
    ['The history is empty.', historyOf([])],
    ['no entry passes the filter', historyOf([], { line: 'nothing' })],
    [
      'kind "x": there is no such kind',
      historyOf([], { line: 'kind:x', fault: 'kind "x": there is no such kind' }),
    ],
    [
      'No one decided anything here; m shows what the program recorded by itself.',
      historyOf([], { hidden: [{ kind: 'run.started', entries: 1 }] }),
    ],
  ])('it says %s', (text, state) => {
    expect(paneOf(frameOf(state)).filter(Boolean)).toEqual([text]);
  });
});

describe('the columns that stand back', () => {
  it('are still words: no meaning rests on their colour', () => {
    const state = historyOf([entry(2, runStarted('r1')), entry(1, rolloutStarted)], { line: 'who:ada' });
    expect(frameOf(state, { width: 300 })).toMatch(/ 2 +ada@example\.com +run\.started +\S/);
  });
});

describe('y', () => {
  it('copies the hash by which an entry is proved', () => {
    expect(press(three, 'y').notice).toBe('copied: hash of 12');
    expect(press(three, 'j', 'enter', 'y').notice).toBe('copied: hash of 3');
    expect(press(historyOf([]), 'y').notice).toBe('nothing is selected');
  });
});

describe('the heading', () => {
  it('names the selected entry by its number and kind', () => {
    expect(wholeFrame(three, { width: 120 })).toContain('History › 12 item.waived');
    expect(wholeFrame(press(three, 'G', 'enter'), { width: 120 })).toContain('╭─ 1 rollout.started · ');
  });
});
