import { describe, expect, it } from 'vitest';
import { artifacts } from '../../../../src/tui/screens/artifacts/rows.ts';
import { catalog } from '../../../../src/tui/screens/catalog/rows.ts';
import { catalogScreen } from '../../../../src/tui/screens/catalog/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { hintsIn } from '../../asking.ts';
import { change, frameOf, on, paneOf, press, pressed, wholeFrame } from '../../support.tsx';
import { command, ran, shown } from './support.ts';

const passed = ran({
  verdict: 'pass',
  summary: 'exit 0',
  at: '2026-11-18T12:00:00.000Z',
  repository: 'api',
  seq: 8,
});
const all = [
  command('tests', { runs: [ran(), passed] }),
  command('lint', { runs: [passed] }),
  command('types', { environment: ['CI', 'HOME'] }),
];
const ids = (state: State) => catalogScreen.rowIds(state);
const refusal = 'no revision of verification-catalog is approved: nothing of it is run';
const refused = { refusal, revision: undefined };
const shelf = [{ id: 'verification-catalog', declaration: { title: 'T' }, revisions: [] }] as never;

describe('the commands of the catalog', () => {
  it('have what each came to last, in which repository, and what it proves', () => {
    const lines = paneOf(frameOf(shown(all)))
      .slice(0, 4)
      .map((line) => line.slice(2).trim().replace(/ {2,}/g, ' | '));
    expect(lines).toEqual([
      'STATE | COMMAND | LAST RUN | REPOSITORY | PROVES',
      '✘ fail | tests | 2026-11-20 | shop | proof of tests',
      '✔ pass | lint | 2026-11-18 | api | proof of lint',
      'never run | types | proof of types',
    ]);
    expect(frameOf(shown(all))).toContain('Revision 1 of the verification catalog is approved.');
  });

  it.each([
    ['O', 'STATE↑', ['types', 'tests', 'lint']],
    ['OOO', 'COMMAND↑', ['lint', 'tests', 'types']],
    ['OOOOOO', 'LAST RUN↓', ['tests', 'lint', 'types']],
    ['OOOOOOO', 'REPOSITORY↑', ['types', 'lint', 'tests']],
    ['OOOOOOOOOO', 'PROVES↓', ['types', 'tests', 'lint']],
  ])('are sorted with %s by %s', (keys, title, order) => {
    const sorted = press(shown(all), ...keys);
    expect([paneOf(frameOf(sorted))[0], ids(sorted)]).toEqual([expect.stringContaining(title), order]);
    expect(ids(sorted)[sorted.cursor.catalog ?? 0]).toBe('tests');
  });

  it.each([
    ['never', ['types']],
    ['PASS', ['lint']],
    ['proof !lint', ['tests', 'types']],
  ])('are filtered by %j', (filter, found) => {
    expect(ids(shown(all, {}, { filter: { catalog: filter } }))).toEqual(found);
  });

  it('keep the cursor on a command when a new revision moves it, and close the detail of one that is gone', () => {
    const open = press(shown(all), 'j', 'enter');
    const becomes = (...commands: typeof all) =>
      change(open, (now) => catalog.set(now, { ...catalog.of(now), commands, revision: 2 }));
    const moved = becomes(command('build'), ...all);
    expect([ids(moved)[moved.cursor.catalog ?? 0], moved.detail?.of]).toEqual(['lint', 'row']);
    expect(becomes(command('build'))).toMatchObject({ cursor: { catalog: 0 }, detail: undefined });
  });

  it('are read when the screen is shown and when something was recorded, and not in between', () => {
    const [state, ...effects] = pressed(on('metrics'), ['shift-tab']);
    expect([state.screen, effects.map(({ name }) => name)]).toEqual(['catalog', ['refresh', 'read-catalog']]);
    expect(pressed(state, ['j'])).toHaveLength(1);
    expect(catalog.of(change(state, (now) => ({ ...now, status: statusOf({ entries: 8 }) }))).at).toBe(8);
  });
});

describe('no command', () => {
  it.each([
    ['is approved', shown([], refused), `${refusal}. enter opens it on the Artifacts screen.`],
    ['is read yet', on('catalog'), 'reading…'],
    ['is known while the history is read', on('catalog', { status: undefined }), 'reading the history…'],
    [
      'is there without a rollout',
      on('catalog', { status: statusOf({ rollout: undefined }) }),
      'No rollout yet. Press 1',
    ],
    ['passes the filter', shown(all, {}, { filter: { catalog: 'zzz' } }), 'no command passes the filter'],
  ])('%s, which is said', (_, state, said) => {
    expect(frameOf(state)).toContain(said);
  });

  it('leads with enter to the artifact that has to be approved', () => {
    expect(press(artifacts.set(shown([], refused), shelf), 'enter')).toMatchObject({
      screen: 'artifacts',
      detail: { of: 'row' },
    });
    expect(press(artifacts.set(shown([]), shelf), 'enter')).toMatchObject({
      screen: 'catalog',
      detail: undefined,
    });
  });
});

describe('an open command', () => {
  it('has what is run and what may be seen by it, and the newest result in each repository', () => {
    const lines = paneOf(frameOf(press(shown(all), 'enter'), { width: 110 })).filter((line) => line !== '');
    expect(lines).toEqual([
      'tests  Title of tests',
      'proves      proof of tests',
      'runs        npm tests',
      'stopped     after 10 m 00 s',
      'Newest result in each repository',
      '  fail  shop: exit 1',
      '        2026-11-20 12:00 by bob@example.com, entry 12, revision 1',
      '        at abc123',
      '  pass  api: exit 0',
      '        2026-11-18 12:00 by bob@example.com, entry 8, revision 1',
      '        at abc123',
    ]);
    const types = frameOf(press(shown(all), 'G', 'enter'));
    expect(types).toContain('variables   CI, HOME');
    expect(types).toContain('never run');
  });

  it('leads to the text that approves it and to the entry of each result', () => {
    const chooser = press(shown(all), 'enter', 'enter');
    expect(wholeFrame(chooser)).toMatch(
      /artifact verification-catalog[\s\S]+entry 12: fail in shop[\s\S]+entry 8: pass in api/,
    );
    const text = press(artifacts.set(chooser, shelf), 'enter');
    expect(text.screen).toBe('artifacts');
    expect(press(text, 'esc')).toMatchObject({ screen: 'catalog', detail: { of: 'row' } });
  });

  it('is copied by its name, and followed by the next one', () => {
    expect(pressed(press(shown(all), 'enter', ']'), ['y'])[1]?.input).toBe('lint');
  });
});

describe('the frame', () => {
  it('obeys no control sequence of a catalog or a repository, and is as wide as the terminal', () => {
    const evil = ran({ summary: hostile, repository: hostile, by: hostile, commit: hostile });
    const state = shown([
      command('tests', { title: hostile, proves: hostile, argv: [hostile], runs: [evil] }),
    ]);
    for (const [width, height] of [
      [60, 16],
      [80, 23],
      [200, 50],
    ] as const)
      for (const one of [state, press(state, 'enter'), press(state, 'enter', 'enter')]) {
        const frame = wholeFrame({ ...one, page: { columns: width, rows: height - 5 } }, { width, height });
        expect(frame).toContain('evil');
        // biome-ignore lint/suspicious/noControlCharactersInRegex: what must never reach a terminal.
        expect(frame).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
        expect(Math.max(...frame.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
      }
  });

  it('offers what can be done, and belongs to no number: esc stays, tab goes on', () => {
    const at = { width: 190, height: 23 };
    expect(hintsIn(shown(all), at)).toEqual(expect.arrayContaining(['x run', 'enter detail', 'O sort']));
    expect(hintsIn(shown(all), at)).not.toContain('s stop');
    expect(hintsIn(shown(all, {}, { readOnly: true }), at)).not.toContain('x run');
    expect(press(shown(all), 'tab').screen).toBe('metrics');
    expect(press(shown(all), 'shift-tab').screen).toBe('reviews');
  });
});
