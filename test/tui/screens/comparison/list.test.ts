import { describe, expect, it } from 'vitest';
import type { RecordedCheck } from '../../../../src/domain/checks/recorded.ts';
import { compareRuns } from '../../../../src/domain/checks/runs/compare-runs.ts';
import { comparisonRows, recorded } from '../../../../src/tui/screens/comparison/rows.ts';
import { comparisonScreen } from '../../../../src/tui/screens/comparison/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, failureOf, lastRunOf } from '../../../support/recorded-builders.ts';
import { testWorld } from '../../../support/world.ts';
import { change, frameOf, paneOf, press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { compared, going, newer, run } from './support.ts';

const ids = (state: State) => comparisonRows(state).map(({ check }) => check);

/** The screen for one check with these results. */
const one = (onPin: Partial<RecordedCheck> | undefined, there: Partial<RecordedCheck> | undefined) =>
  compared({
    checks: compareRuns(
      onPin ? [checkOf({ check: 'a.b', seq: 3, ...onPin })] : [],
      there ? [checkOf({ check: 'a.b', seq: 9, ...newer, ...there })] : [],
    ),
  });

/** A check of each way to differ. */
const each = compared({
  checks: compareRuns(
    [
      checkOf({ check: 'a.same' }),
      checkOf({ check: 'b.worse' }),
      checkOf({ check: 'c.better', verdict: 'fail', severity: 'info' }),
      checkOf({ check: 'd.different', severity: 'warn' }),
      checkOf({ check: 'e.gone' }),
      checkOf({ check: 'f.unknown', verdict: 'error' }),
    ],
    [
      checkOf({ check: 'a.same' }),
      failureOf({ check: 'b.worse', severity: 'blocker' }),
      checkOf({ check: 'c.better', severity: 'info' }),
      checkOf({ check: 'd.different', severity: 'warn', actual: 'gpt-5.2' }),
      checkOf({ check: 'f.unknown' }),
      checkOf({ check: 'g.new' }),
    ],
  ),
});

describe('a row of the comparison', () => {
  it.each<[Partial<RecordedCheck> | undefined, Partial<RecordedCheck> | undefined, RegExp]>([
    [{}, { verdict: 'fail', summary: 'gone' }, /✘ worse +a\.b +blocker +✔ pass +✘ fail +gone/],
    [{ verdict: 'fail' }, {}, /✔ better +a\.b +blocker +✘ fail +✔ pass/],
    [{}, {}, /– same +a\.b +blocker +✔ pass +✔ pass/],
    [{}, { actual: 'gpt-5.2' }, /▲ different +a\.b +blocker +✔ pass +✔ pass +gpt-5\.2/],
    [{ actual: 'gpt-5.1' }, {}, /▲ different +a\.b +blocker +✔ pass +✔ pass +no actual/],
    [{}, { verdict: 'error' }, /! unknown +a\.b +blocker +✔ pass +! error/],
    [{}, { verdict: 'skip' }, /! unknown +a\.b +blocker +✔ pass +○ skip/],
    [{}, undefined, /only on the pin +a\.b +blocker +✔ pass/],
    [undefined, {}, /only on the candidate +a\.b +blocker +✔ pass/],
  ])('of %j on the pin and %j on the candidate', (onPin, there, row) => {
    expect(paneOf(frameOf(one(onPin, there)))[1]).toMatch(row);
  });

  it('stands above those that say less, and is counted above the list', () => {
    expect(ids(each)).toEqual([
      'b.worse',
      'f.unknown',
      'e.gone',
      'g.new',
      'd.different',
      'c.better',
      'a.same',
    ]);
    expect(frameOf(each).split('\n')[0]).toBe(
      'pin 0.139.0 → 0.150.0   1 worse  1 unknown  1 only on the pin  1 only on the candidate  1 different  1 better  1 same',
    );
  });
});

describe('the comparison', () => {
  it.each([
    ['worse', ['b.worse']],
    ['only on', ['e.gone', 'g.new']],
    ['info', ['c.better']],
    ['gpt-5.2', ['d.different']],
    ['error', ['f.unknown']],
    ['!pass', []],
  ])('is filtered by %j, as the list shows it', (typed, found) => {
    expect(ids(type(press(each, '/'), typed))).toEqual(found);
  });

  it.each([
    ['DIFFERENCE', 'b.worse', 'a.same'],
    ['CHECK', 'a.same', 'g.new'],
    ['SEVERITY', 'b.worse', 'c.better'],
    ['PIN', 'g.new', 'f.unknown'],
    ['CANDIDATE', 'e.gone', 'b.worse'],
    ['WHAT DIFFERS', 'e.gone', 'd.different'],
  ])('is sorted by %s, from %s to %s', (title, first, last) => {
    let state = each;
    for (let presses = 0; presses < 12 && state.sort.comparison?.by !== title; presses++)
      state = press(state, 'O');
    if (title === 'DIFFERENCE') state = { ...each, sort: {} };
    expect([ids(state)[0], ids(state).at(-1)]).toEqual([first, last]);
    expect(paneOf(frameOf(state))[0]).toContain(`${title}↑`);
  });

  it.each([60, 80, 100])('names the check and how it differs at a width of %i', (width) => {
    const frame = wholeFrame(each, { width, height: 23 });
    for (const { check } of comparisonRows(each)) expect(frame).toContain(check);
    for (const word of ['worse', 'unknown', 'only on the pin', 'better', 'same'])
      expect(frame).toContain(word);
  });

  it('has both findings beside the list, without what was printed', () => {
    const evidence = [{ label: 'codex --version', sha256: 'ab'.repeat(32), size: 9 }];
    const state = one({ evidence }, { verdict: 'fail', evidence });
    expect(frameOf(state, { height: 30 })).toMatch(/││ On the candidate/);
    expect(frameOf(state, { height: 30 })).not.toContain('$ codex --version');
    const [open, effect] = pressed(state, ['enter']);
    expect(effect).toMatchObject({ name: 'read-documents' });
    const read = change(open, (now) => ({
      ...now,
      documents: { [`evidence ${'ab'.repeat(32)}`]: '0.150.0' },
    }));
    expect(paneOf(frameOf(read, { height: 50 })).join('\n')).toMatch(/\$ codex --version\n0\.150\.0/);
  });

  it('is gone through with ] and [, and y copies the name of the check', () => {
    expect(frameOf(press(each, 'enter', ']', ']', '['))).toContain('╭─ f.unknown · 2/7');
    expect(press(each, 'j', 'y').notice).toBe('copied: f.unknown');
  });

  it('says of a CLI without a version that it has none, and where it is', () => {
    const [versions, about] = frameOf(compared({ run: { ...run, cliVersion: undefined } as never })).split(
      '\n',
    );
    expect(versions).toContain('pin 0.139.0 → a CLI without a version');
    expect(about).toContain('/opt/new/codex');
  });

  it('of a run that was killed says that what is missing was not run', () => {
    const killed = {
      ...lastRunOf(),
      ...run,
      finishedAt: undefined,
      durationMs: undefined,
      verdict: undefined,
    };
    expect(frameOf(compared({ run: killed as never }))).toContain('unfinished: what is missing was not run');
  });
});

describe('while the candidate is run', () => {
  it('the rows are found by what they do', () => {
    expect(ids(type(press(going, '/'), 'waiting'))).toEqual(['b.worse']);
    expect(ids(type(press(going, '/'), 'running'))).toEqual(['c.error']);
  });

  it('the preview says so, with the finding on the pin', () => {
    const frame = frameOf(press(going, 'G'), { height: 24 });
    expect(frame).toContain("The candidate's check is waiting.");
    expect(frame).toMatch(/On the pin +│\n.*verdict +✔ pass/);
    expect(frame).toMatch(/On the candidate +│\n.*no result/);
  });

  it('the cursor stays on its check when one is finished', () => {
    const chosen = press(going, 'j', 'j');
    expect(ids(chosen)[chosen.cursor.comparison ?? 0]).toBe('b.worse');
    const later = change(chosen, (now) => ({
      ...now,
      run: { ...now.run, results: { ...now.run.results, 'c.error': checkOf({ check: 'c.error' }) } },
    }));
    expect(ids(later)[later.cursor.comparison ?? 0]).toBe('b.worse');
  });

  it('C is there for the candidate, and not while the pin itself is tested', () => {
    expect(refusalOf(going, 'C')).toBeUndefined();
    const ofPin = { ...going, run: { ...going.run, candidate: undefined } };
    expect(refusalOf(ofPin, 'C')).toBe('a run is in progress');
  });
});

describe('another process', () => {
  it('leaves nothing to compare in a history without a candidate, and says how to begin', async () => {
    const world = testWorld();
    const state = recorded.set(compared(), undefined);
    const read = await comparisonScreen.refresh?.({ store: undefined, world, state });
    expect(frameOf(change(state, read ?? ((now) => now)))).toContain(
      'no other CLI was compared with the pin yet: c runs the suite on one',
    );
  });
});
