import { describe, expect, it } from 'vitest';
import { asked, metrics } from '../../../../src/tui/screens/metrics/figures/read.ts';
import { metricRows, rowId } from '../../../../src/tui/screens/metrics/figures/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { figureOf, pairedOf, seriesOf, withheldOf } from '../../../support/metrics-view.ts';
import { statusOf } from '../../../support/recorded-builders.ts';
import { formIn, refusedIn } from '../../asking.ts';
import { controls, fill, frameOf, on, paneOf, press, pressed, type, wholeFrame } from '../../support.tsx';
import { shown } from './support.ts';

const lines = (state: State) => paneOf(frameOf(state, { width: 400, height: 40 }));
const ids = (state: State) => metricRows(state).map(rowId);

describe('the list of metrics', () => {
  it('has quality above adoption, each with value, trend, days, n, grade, lag and source', () => {
    const [header, quality, adoption, missing] = lines(shown());
    expect(header?.split(/ {2,}/)).toEqual([
      '',
      'STATE',
      'METRIC',
      'VALUE',
      'TREND',
      'DAYS',
      'N',
      'GRADE',
      'LAG',
      'SOURCE',
    ]);
    expect(quality).toMatch(
      /✔ better +Verification pass rate +91.5 % +↑ 3.5 better +\S+ \S+ +340 +● observed +up to date +by hand/,
    );
    expect(missing).toMatch(/○ missing +Incidents +○ missing +○ missing$/);
    expect(adoption).toMatch(
      /· known +Sessions +1,204 sessions +↑ 100 .* 31 +● observed +up to date +sessions/,
    );
  });

  it('names the group of each row once they are grouped', () => {
    const state = shown({ groups: [pairedOf(), pairedOf({ scope: { team: 'web' } })], by: 'team' });
    expect(lines(state).filter((line) => /Sessions +(everybody|team web) /.test(line))).toHaveLength(2);
    expect(ids(press(state, '/', ...'web', 'enter'))).toEqual([
      'verification-pass-rate team web',
      'sessions team web',
    ]);
  });

  it('has no number of what is withheld, and says what is missing and which keys would change it', () => {
    const state = press(shown({ groups: [withheldOf()] }));
    const frame = wholeFrame(state, { width: 160, height: 40 });
    expect(frame).toContain('adoption of 1 group of 1 is withheld: no quality beside it');
    expect(frame).toMatch(/☞ withheld +Adoption \(sessions, turns\) +withheld/);
    const open = wholeFrame(press(state, 'enter'), { width: 160, height: 40 });
    expect(open).toContain('Missing: no figure of quality of team payments from 2026-10-24 to 2026-11-22.');
    expect(open).toContain('a enters a figure, i imports a file of them');
    expect(open).toContain('codex-cockpit metric add defect-rate');
  });

  it.each([
    [{ team: '' }, 'i imports who belongs to which team and cost centre (teams)'],
    [{ repository: '' }, 'No quality is of this: each figure of it names a repository.'],
  ])('says what helps where no quality can be of %j', (scope, help) => {
    const state = press(shown({ groups: [withheldOf({ scope, remedies: [] })] }), 'enter');
    const frame = wholeFrame(state, { width: 120 });
    expect(frame).toContain(help);
    expect(frame).not.toContain('As commands');
  });

  it('sorts by what got worse, and finds rows by grade and side', () => {
    const groups = [
      pairedOf({
        quality: [figureOf('verification-pass-rate'), figureOf('incident-count', { value: 3, before: 1 })],
      }),
    ];
    expect(ids(press(shown({ groups }), 'O'))[0]).toBe('incident-count everybody');
    expect(ids(press(shown(), '/', ...'missing', 'enter'))).toEqual(['incident-count everybody']);
    expect(ids(press(shown(), '/', ...'adoption', 'enter'))).toEqual([
      'sessions everybody',
      'withheld team payments',
    ]);
  });

  it('draws nothing that a hostile name asks for', () => {
    const name = '\u001b]0;owned\u0007\u001b[2J team\u202e\n';
    const groups = [
      pairedOf({ scope: { team: name } }),
      withheldOf({ scope: { team: name }, missing: name, remedies: [name] }),
    ];
    for (const state of [shown({ groups, by: 'team' }), press(shown({ groups }), 'G', 'enter')])
      expect(wholeFrame(state, { width: 200 })).not.toMatch(controls);
  });
});

describe('beside the list', () => {
  it('quality stands above adoption, day below day', () => {
    const series = seriesOf([1, null, 4, 2]);
    const groups = [
      pairedOf({
        quality: [figureOf('defect-rate', { series })],
        adoption: [figureOf('turns', { series })],
      }),
    ];
    for (const state of [shown({ groups }), press(shown({ groups }), 'j')]) {
      const frame = frameOf(state, { width: 190, height: 30 });
      const [quality = '', adoption = ''] = [...frame.matchAll(/(quality|adoption) +▃ █▅.*$/gm)].map(
        ([line]) => line,
      );
      expect(quality).toMatch(/^quality {3}▃ █▅ +Defect rate, 12 % ↑ 3 worse/);
      expect(adoption).toMatch(/^adoption {2}▃ █▅ +Turns, 12 turns ↑ 3/);
      expect(frame.indexOf('4 │  █')).toBeLessThan(frame.lastIndexOf('4 │  █'));
      expect(frame).toContain('10-24');
    }
  });

  it('quality and adoption have their days below each other, however large their numbers are', () => {
    const of = (most: number) => seriesOf([most, null, most]);
    const groups = [
      pairedOf({
        quality: [figureOf('defect-rate', { series: of(5) })],
        adoption: [figureOf('turns', { series: of(12_000) })],
      }),
    ];
    const pictures = [...frameOf(shown({ groups }), { width: 190, height: 30 }).matchAll(/^.*│(?=█ █)/gm)];
    expect(new Set(pictures.map(([before]) => before.length)).size).toBe(1);
  });

  it('says that a figure is known for the whole window alone', () => {
    const groups = [pairedOf({ quality: [figureOf('defect-rate', { series: seriesOf([null, null]) })] })];
    expect(frameOf(shown({ groups }))).toContain('known for the whole window alone, not for single days');
  });

  it('gathers the days of a long window: sums of what is counted, means of what is not', () => {
    const series = seriesOf(Array.from({ length: 60 }, () => 2));
    const groups = [
      pairedOf({ quality: [figureOf('defect-rate', { series })], adoption: [figureOf('turns', { series })] }),
    ];
    const frame = frameOf(shown({ groups }), { width: 190, height: 30 });
    expect(frame).toMatch(/2 │█{30}/);
    expect(frame).toMatch(/4 │█{30}/);
    expect(frame).toMatch(/10-24 +12-22/);
  });
});

describe('an open figure', () => {
  it('says what it means, where it is from, and leads to its entries', () => {
    const state = press(shown(), 'enter');
    const frame = wholeFrame(state, { width: 120, height: 50 });
    expect(frame).toContain('Verifications that passed, of all that were run.');
    expect(frame).toMatch(/before +88 % in as many days just before/);
    expect(frame).toMatch(/entries +41, 40/);
    expect(frame).toContain('EVERYTHING KNOWN OF EVERYBODY');
    const [entry] = pressed(state, ['enter', 'enter']);
    expect(entry).toMatchObject({ screen: 'history', detail: { of: 'entry 41' } });
    expect(press(entry, 'esc')).toMatchObject({ screen: 'metrics', detail: { of: 'row' } });
  });

  it('says of whom the quality is where it is not counted by surface', () => {
    const groups = [pairedOf({ scope: { surface: 'ide' }, qualityScope: {} })];
    expect(wholeFrame(press(shown({ groups }), 'enter'), { width: 120, height: 60 })).toContain(
      'The quality is that of everybody: nobody counts it by surface.',
    );
  });

  it('is marked as noise where nobody changed anything because of it', () => {
    const groups = [pairedOf({ quality: [figureOf('incident-count', { noise: true, before: 12 })] })];
    expect(lines(shown({ groups }))[1]).toMatch(/noise\? +Incidents/);
    expect(wholeFrame(press(shown({ groups }), 'enter'), { width: 120, height: 40 })).toContain(
      'nobody changed anything because of it; t ties a change to it',
    );
  });

  it('shows findings by their priority', () => {
    const priorities = { p0: 1, p1: 2, p2: 9 };
    const groups = [pairedOf({ quality: [figureOf('review-findings', { priorities })] })];
    expect(wholeFrame(press(shown({ groups }), 'enter'), { height: 40 })).toMatch(
      /priority +P0 1, P1 2, P2 9/,
    );
  });
});

describe('what the screen is asked', () => {
  it.each([
    ['d', 'metric-definitions', 'What the metrics mean'],
    ['m', 'metric-budget', 'Spend limits'],
    ['p', 'metric-teams', 'Teams and cost centres'],
  ])('%s asks for %s', (key, name, title) => {
    const [state, effect] = pressed(shown(), [key]);
    expect([effect?.name, state.detail?.of]).toEqual([name, 'answer']);
    expect(wholeFrame(state, { width: 120 })).toContain(title);
  });

  it('asks for tokens of some days by something', () => {
    const state = fill(press(shown(), 'n'), 'model', '2026-10');
    expect(wholeFrame(state, { width: 120 })).toContain('Tokens by model, 2026-10');
    expect(refusedIn(fill(press(shown(), 'n'), 'model', 'soon'))).toMatch(/^Window: /);
  });
});

describe('what is asked for', () => {
  it('is read anew once the window or the groups are chosen', () => {
    const october = fill(press(shown(), 'w'), '2026-10');
    expect(asked.of(october).window).toBe('2026-10');
    const [grouped, effect] = pressed(type(press(october, 'b'), 'team'), ['enter']);
    expect(asked.of(grouped).by).toBe('team');
    expect(effect?.name).toBe('read-metrics');
    expect(metrics.load(shown())).toHaveLength(1);
  });

  it('is refused at its field when it is not a window', () => {
    expect(refusedIn(fill(press(shown(), 'w'), 'soon'))).toMatch(/^Window: "soon" is not a window/);
    expect(formIn(press(shown(), 'w')).fields[0]?.choices).toContain('2026-11');
  });

  it('is not read while nothing is read of the history, and said to be read until it is', () => {
    expect(metrics.load(on('metrics', { status: undefined }))).toHaveLength(1);
    expect(frameOf(shown({ read: { value: undefined } }))).toContain('reading the metrics…');
  });

  it('says what went wrong', () => {
    const state = shown({ read: { value: undefined, fault: 'the file is no database' } });
    expect(frameOf(state)).toContain('✘ the file is no database');
  });

  it('says how it begins where nothing is known', () => {
    const groups = [withheldOf({ metrics: [], scope: {} })];
    const frame = wholeFrame(shown({ groups, status: statusOf() }), { width: 120, height: 30 });
    expect(frame).toContain('Nothing is known of these days yet');
    expect(frame).toContain('a enters a figure of quality');
    expect(frame).not.toContain('withheld');
  });
});
