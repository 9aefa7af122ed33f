import { describe, expect, it } from 'vitest';
import type { CheckTrail } from '../../../../src/domain/checks/runs/trail.ts';
import { checkRows } from '../../../../src/tui/screens/checks/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, failureOf, hostile, lastRunOf, statusOf } from '../../../support/recorded-builders.ts';
import { controls, frameOf, on, paneOf, press, refusalOf, type, wholeFrame } from '../../support.tsx';
import { checksOf, suiteOf, withTrails } from './support.ts';

const ids = (state: State) => checkRows(state).map(({ check }) => check.id);

const each: State = checksOf([
  { check: 'a.skip', verdict: 'skip', summary: 'only on macOS' },
  { check: 'a.pass' },
  { check: 'a.manual', verdict: 'manual' },
  { check: 'a.stale', cliVersion: '0.138.0' },
  { check: 'a.warn', verdict: 'warn' },
  { check: 'a.fail', verdict: 'fail', summary: 'config.toml is not accepted' },
  { check: 'a.error', verdict: 'error' },
]);

describe('the list of checks', () => {
  it('begins with what runs and what failed, and leaves out what was skipped', () => {
    const running = { ...each, run: { ...each.run, going: true, runningSince: { 'a.pass': 5 } } };
    expect(ids(running)).toEqual(['a.pass', 'a.error', 'a.fail', 'a.warn', 'a.stale', 'a.manual', 'a.skip']);
    expect(ids(each)).toEqual(['a.error', 'a.fail', 'a.warn', 'a.stale', 'a.manual', 'a.pass']);
    const frame = frameOf(each);
    expect(frame).toContain('1/6');
    expect(frame).toContain('STATE↑');
    expect(frame).toContain('1 skip (z shows)');
    expect(frame).toMatch(/✘ fail +a\.fail +blocker .*config\.toml is not accepted/);
  });

  it('has blockers before what only informs, among those of the same state', () => {
    const state = checksOf([
      { check: 'b.info', severity: 'info', verdict: 'fail' },
      { check: 'b.warn', severity: 'warn', verdict: 'fail' },
      { check: 'b.blocker', verdict: 'fail' },
    ]);
    expect(ids(state)).toEqual(['b.blocker', 'b.warn', 'b.info']);
  });

  it('shows skipped checks at its end with z, and with a filter that finds them', () => {
    expect(ids(press(each, 'z')).at(-1)).toBe('a.skip');
    expect(frameOf(press(each, 'z'))).toContain('only on macOS');
    expect(ids(press(each, 'z', 'z'))).not.toContain('a.skip');
    expect(ids(type(press(each, '/'), 'macos'))).toEqual(['a.skip']);
  });

  it('calls a result on another version stale, unless it failed or is not bound to a version', () => {
    const state = checksOf([
      { check: 'v.passed', cliVersion: '0.138.0' },
      { check: 'v.failed', cliVersion: '0.138.0', verdict: 'fail' },
      { check: 'v.free', cliVersion: '0.138.0', versionBound: false },
      { check: 'v.unknown', cliVersion: undefined },
    ]);
    expect(checkRows(state).map(({ state: of }) => of)).toEqual(['fail', 'stale', 'pass', 'pass']);
    expect(frameOf(state)).toMatch(/▲ stale +v\.passed .*pass on 0\.138\.0: codex-cli/);
  });

  it.each([
    [on('checks', { status: undefined, suite: suiteOf('a.b') }), 'reading the history…'],
    [type(press(each, '/'), 'nothing like it'), 'no check passes the filter'],
    [checksOf([{ verdict: 'skip' }]), 'every check was skipped'],
  ])('says why it is empty', (state, why) => {
    expect(frameOf(state)).toContain(why);
  });

  it('keeps a line a line, whatever a check found', () => {
    const frame = frameOf(checksOf([{ summary: hostile }]), { height: 8 });
    expect(frame).toContain('evil');
    expect(frame).not.toMatch(controls);
    expect(frame.split('\n').length).toBeLessThanOrEqual(8);
  });

  it.each([60, 80, 100, 200])('names every check and its state at a width of %i', (width) => {
    const frame = frameOf(each, { width });
    for (const text of ['error  ', 'fail   ', 'stale  ', 'a.error', 'a.pass']) expect(frame).toContain(text);
  });
});

describe('the lines above it', () => {
  it('count the states, worst first, and tell how the last runs went', () => {
    const run = { ...lastRunOf(), durationMs: 20_700, startedBy: 'pat@example.com' };
    const counts = { pass: 1, warn: 0, fail: 0, skip: 0, manual: 0, error: 0 };
    const recentRuns = [
      { ...run, counts: { ...counts, fail: 2, error: 1 } },
      { ...run, counts },
    ];
    const state = { ...each, status: statusOf({ checks: each.status?.checks ?? [], recentRuns }) };
    const [first, second] = frameOf(state).split('\n');
    expect(first).toBe('✘ fail   1 error  1 fail  1 warn  1 stale  1 manual  1 pass  1 skip (z shows)');
    expect(second).toBe('last runs ▁█  0.139.0  20.7 s  2026-11-20 12:00 by pat@example.com');
  });

  it('say that nothing has run, and that stale results do not make a suite pass', () => {
    const none = on('checks', { suite: suiteOf('a.b') });
    expect(frameOf(none)).toMatch(/^incomplete {3}1 not run\nno run yet: r runs all checks\n/);
    expect(frameOf(checksOf([{}, { check: 'c.d', cliVersion: '0.1.0' }]))).toMatch(/^incomplete /);
    expect(frameOf(checksOf([{}]))).toMatch(/^✔ pass/);
  });

  it('name a run that was stopped or killed', () => {
    const counts = { pass: 0, warn: 0, fail: 0, skip: 0, manual: 0, error: 0 };
    const runs = (more: object) => [{ ...lastRunOf(), ...more, counts }];
    const shown = (more: object) => frameOf(on('checks', { status: statusOf({ recentRuns: runs(more) }) }));
    expect(shown({ interrupted: true })).toContain('  interrupted  ');
    const killed = shown({ finishedAt: undefined, durationMs: undefined, cliVersion: undefined });
    expect(killed).toContain('last runs ▁  unfinished  ');
  });

  it('say of the run in progress that it is running, with the version once a check found it', () => {
    const counts = { pass: 0, warn: 0, fail: 0, skip: 0, manual: 0, error: 0 };
    const begun = { ...lastRunOf(), finishedAt: undefined, durationMs: undefined, cliVersion: undefined };
    const recentRuns = [{ ...begun, counts }];
    const shown = (run: Partial<State['run']>) => {
      const status = statusOf({
        checks: each.status?.checks ?? [],
        recentRuns,
        lastRun: { ...begun, checks: [] },
      });
      return frameOf({ ...each, status, run: { ...each.run, ...run } });
    };
    const going = { going: true, planned: ['a.pass', 'a.fail'] };
    expect(shown(going)).toContain('last runs ▁  running  2026-11-20');
    const found = {
      ...going,
      results: { 'a.pass': checkOf({ check: 'a.pass', seq: 99, cliVersion: '0.140.0' }) },
    };
    expect(shown(found)).toContain('last runs ▁  0.140.0  running  2026-11-20');
    // A candidate is compared; the run of the pin before it was killed.
    expect(shown({ ...going, candidate: '0.141.0' })).toContain('last runs ▁  unfinished  ');
  });
});

it('asks before a run, and counts an entry for each check beside its beginning and its end', () => {
  expect(wholeFrame(press(each, 'x'))).toContain('recorded in the history (3 entries):');
  expect(wholeFrame(press(each, 'r'))).toContain('recorded in the history (9 entries):');
});

describe('the preview of a check', () => {
  it('of one that has not run names the pin in what to do, as a result does', () => {
    const unrun = on('checks', { suite: suiteOf('a.b') });
    for (const state of [unrun, press(unrun, 'enter')])
      expect(frameOf(state, { height: 24 })).toContain('should it fail: Fix a.b for 0.139.0');
  });

  it('has the command of its evidence, and does not claim to read what nobody opened', () => {
    const evidence = [{ label: 'codex --version', sha256: 'a'.repeat(64), size: 1 }];
    const frame = frameOf(checksOf([{ evidence }]), { height: 24 });
    expect(frame).toContain('$ codex --version');
    expect(frame).not.toContain('reading…');
    expect(frameOf(press(checksOf([{ evidence }]), 'enter'), { height: 24 })).toContain('reading…');
  });

  it('of one that runs again says that the result is the one before', () => {
    const running = { ...each, run: { ...each.run, going: true, runningSince: { 'a.fail': 5 } } };
    expect(frameOf(running)).toContain('running; this is its result before');
    expect(frameOf(running)).toMatch(/^incomplete/);
  });
});

describe('f', () => {
  it('runs again what failed, could not be carried out or went stale, and nothing else', () => {
    expect(press(each, 'f').overlay).toMatchObject({
      type: 'confirm',
      question: 'Run 3 checks against pin 0.139.0?',
      effect: { name: 'run', input: { ids: ['a.stale', 'a.fail', 'a.error'] } },
    });
  });

  it('says why it cannot be used', () => {
    expect(refusalOf(checksOf([{}]), 'f')).toBe('nothing failed or went stale');
    expect(refusalOf({ ...each, run: { ...each.run, going: true } }, 'f')).toBe('a run is in progress');
    expect(refusalOf({ ...each, readOnly: true }, 'f')).toBe('this session is read-only');
  });
});

describe('what changed since the run before', () => {
  const now = failureOf({ seq: 20 });
  const before = checkOf({ check: now.check, seq: 9, summary: 'accepted' });
  const trail: CheckTrail = {
    check: now.check,
    results: [
      { seq: 3, verdict: 'pass', cliVersion: '0.139.0' },
      { seq: 9, verdict: 'pass', cliVersion: '0.139.0' },
      { seq: 20, verdict: 'fail', cliVersion: '0.139.0' },
    ],
    newest: now,
    before,
    failingSince: 20,
  };
  const state = withTrails(checksOf([now, { check: 'a.same' }]), trail);

  it('is marked in the list, and the mark is explained', () => {
    const frame = frameOf(state, { width: 120 });
    expect(frame).toMatch(/config\.strict +blocker +1\.2 s +● /);
    expect(frame).not.toMatch(/a\.same +blocker +\d+ ms +●/);
    expect(frame).toContain('● changed since the run before');
    expect(frameOf(checksOf([now]))).not.toContain('●');
  });

  it('is told in the detail: the last results, since when it fails, and what differs', () => {
    const text = frameOf(press(state, 'enter'), { width: 120, height: 40 });
    expect(text).toMatch(/last 3 +✔ pass {2}✔ pass {2}✘ fail {3}failing since entry 20/);
    expect(text).toContain('--- entry 9, ');
    expect(paneOf(text)).toEqual(
      expect.arrayContaining(['-verdict   pass', '+verdict   fail', '-summary   accepted']),
    );
  });

  it('counts a result of the run in progress before that is read back', () => {
    const result = checkOf({ check: now.check, seq: 31, summary: 'accepted again' });
    const live: State = { ...state, run: { ...state.run, results: { [now.check]: result } } };
    const row = checkRows(live).find(({ check }) => check.id === now.check);
    expect(row).toMatchObject({
      state: 'pass',
      before: { seq: 20 },
      changes: [{ field: 'verdict' }, {}, {}, {}],
    });
    const shown = frameOf(press({ ...live, cursor: { checks: 0 } }, 'enter'), { width: 120, height: 40 });
    expect(shown).toMatch(/last 4 +✔ pass {2}✔ pass {2}✘ fail {2}✔ pass +│/);
  });

  it('is nothing where a check has one result, or none', () => {
    const first = withTrails(checksOf([now]), {
      ...trail,
      results: trail.results.slice(2),
      before: undefined,
    });
    expect(frameOf(first)).not.toContain('●');
    const none = on('checks', { suite: suiteOf('a.b') });
    expect(frameOf(press(none, 'enter'))).toContain('it has not run yet');
  });
});
