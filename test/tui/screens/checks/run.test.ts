import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { breakOff, followRun } from '../../../../src/tui/screens/checks/run.ts';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { reduce } from '../../../../src/tui/shell/reducer.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, reportOf } from '../../../support/recorded-builders.ts';
import { team } from '../../../support/team.ts';
import { commandCheck } from '../../../support/tiny-suite.ts';
import { on, press, pressed, refusalOf, runCockpit, wholeFrame } from '../../support.tsx';
import { checksOf, suiteOf } from './support.ts';

const checks = checksOf([
  { check: 'a.pass' },
  { check: 'b.fail', verdict: 'fail' },
  { check: 'c.error', verdict: 'error' },
  { check: 'd.warn', verdict: 'warn' },
]);
const going: State = { ...checks, run: { ...checks.run, going: true, planned: ['a.pass'] } };

describe('running checks', () => {
  it.each([
    ['r', 'Run 4 checks against pin 0.139.0?', 'check.finished, 4 times, with evidence', 6],
    ['f', 'Run 2 checks against pin 0.139.0?', 'check.finished, 2 times, with evidence', 4],
    ['x', 'Run c.error against pin 0.139.0?', 'check.finished, once, with evidence', 3],
  ])('%s asks first, and says what is recorded', (key, question, record, entries) => {
    const asked = press(checks, key);
    expect(asked.overlay).toMatchObject({
      ...{ type: 'confirm', question },
      records: ['run.started', record, 'run.finished'],
      entries,
    });
    expect(wholeFrame(asked)).toContain(`recorded in the history (${entries} entries):`);
  });

  it.each(['r', 'f', 'x'])('%s begins with enter alone: esc and n leave it', (key) => {
    expect(pressed(checks, [key, 'enter'])[1]).toMatchObject({ name: 'run' });
    for (const no of ['esc', 'n']) {
      const [state, ...effects] = pressed(checks, [key, no]);
      expect([state.overlay, effects]).toEqual([undefined, []]);
    }
  });

  it('x runs the check that is open', () => {
    expect(press(checks, 'enter', ']', 'x').overlay).toMatchObject({
      effect: { input: { ids: ['b.fail'] } },
    });
  });

  it.each(['r', 'f', 'x'])('%s waits for a run in progress, and needs a session that records', (key) => {
    expect(refusalOf(going, key)).toBe('a run is in progress');
    expect(refusalOf({ ...checks, readOnly: true }, key)).toBe('this session is read-only');
    expect(refusalOf(on('checks', { status: undefined }), key)).toBe('the history is being read');
  });

  it('says what is missing', () => {
    expect(refusalOf(on('checks'), 'r')).toBe('the suite is being read');
    expect(refusalOf(press(checks, '/', ...'nothing-such', 'enter'), 'x')).toBe('no check is selected');
    expect(refusalOf(checksOf([{}]), 'f')).toBe('nothing failed or went stale');
    expect(wholeFrame(on('checks'))).toContain('reading the suite…');
  });
});

describe('stopping a run', () => {
  it('asks, and says that what is finished stays', () => {
    expect(press(going, 's').overlay).toMatchObject({
      question: 'Stop the run?',
      records: ['run.finished: interrupted, with the checks finished so far'],
      effect: { name: 'stop' },
    });
  });

  it('is asked once, while there is one', () => {
    expect(refusalOf(checks, 's')).toBe('no run is in progress');
    expect(refusalOf({ ...going, run: { ...going.run, stopping: true } }, 's')).toBe('the run is stopping');
  });

  it('is asked before the cockpit is left', () => {
    expect(press(going, 'q').overlay).toMatchObject({ question: 'A run is in progress. Stop it and quit?' });
    expect(pressed(going, ['ctrl-c'])[1]).toMatchObject({ name: 'leave', input: 130 });
    expect(pressed(checks, ['q'])[1]).toMatchObject({ name: 'leave', input: 0 });
  });

  it.each(['q', 's'])('is not asked any more once the run has ended by itself: %s', (key) => {
    const asked = press(going, key);
    const progressed = reduce(registry, asked, { type: 'changed', change: (state) => ({ ...state }) });
    expect(progressed[0].overlay).toEqual(asked.overlay);
    expect(reduce(registry, asked, { type: 'changed', change: breakOff })[0].overlay).toBeUndefined();
  });
});

describe('a run that is followed', () => {
  const suite = suiteOf('a.pass', 'b.fail');
  const begun = followRun(
    checks.run,
    { ...{ type: 'started', run: 'r', suite: 's', pin: '0.139.0', cliPath: '/c' }, checks: suite.checks },
    100,
  );

  it('keeps what other checks came to before', () => {
    const before = {
      ...checks.run,
      results: { 'c.error': checkOf({ check: 'c.error' }), 'a.pass': checkOf() },
    };
    const again = followRun(
      before,
      { ...{ type: 'started', run: 'r', suite: 's', pin: '0.139.0', cliPath: '/c' }, checks: suite.checks },
      100,
    );
    expect(Object.keys(again.results)).toEqual(['c.error']);
  });

  it('knows what runs since when, until that is finished', () => {
    const running = followRun(begun, { type: 'check-started', check: 'a.pass' }, 150);
    expect(running.runningSince).toEqual({ 'a.pass': 150 });
    const result = checkOf({ check: 'a.pass' });
    const finished = followRun(running, { type: 'check-finished', result }, 160);
    expect(finished).toMatchObject({ going: true, runningSince: {}, results: { 'a.pass': result } });
  });

  it('leaves nothing running when it ends, or is broken off', () => {
    const running = followRun({ ...begun, stopping: true }, { type: 'check-started', check: 'a.pass' }, 150);
    const over = { going: false, stopping: false, runningSince: {} };
    expect(followRun(running, { type: 'finished', report: reportOf([]) }, 200)).toMatchObject(over);
    expect(breakOff({ ...checks, run: running }).run).toMatchObject(over);
  });
});

describe('a suite that is run', () => {
  it('is told in one line; what failed alone can be run again then', async () => {
    const { world } = await team();
    const suite = join(world.cwd, 'suite.yaml');
    const texts = commandCheck('t.fine', 'fine') + commandCheck('t.gone', 'gone');
    writeFileSync(suite, `version: 1\nsuite: test\ntitle: Test\nchecks:\n${texts}`);
    const codex = join(world.root, 'codex');
    const script = '#!/bin/sh\ncase "$1" in --version) echo codex-cli 0.139.0;; gone) exit 2;; esac\n';
    writeFileSync(codex, script, { mode: 0o700 });
    const { keys, see } = runCockpit(world, { suite: [suite], codex });
    await see('ada@example.com');
    keys('2');
    await see('2 not run');
    keys('r', 'enter');
    await see('2 checks: 1 pass, 1 fail');
    await see(/▸? ✘ fail +t\.gone/);
    keys('f');
    await see('Run t.gone against pin 0.139.0?');
  });
});
