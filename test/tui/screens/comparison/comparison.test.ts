import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../../src/domain/checks/runs/compare-runs.ts';
import { countVerdicts } from '../../../../src/domain/checks/verdict.ts';
import { comparisonRows, recorded, selectedComparison } from '../../../../src/tui/screens/comparison/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { fakeCodex } from '../../../support/fake-codex.ts';
import { checkFinishedWith, draft, runStarted } from '../../../support/history.ts';
import { checkOf, failureOf, hostile } from '../../../support/recorded-builders.ts';
import { team } from '../../../support/team.ts';
import { commandCheck } from '../../../support/tiny-suite.ts';
import {
  controls,
  frameOf,
  on,
  paneOf,
  press,
  refusalOf,
  runCockpit,
  type,
  wholeFrame,
} from '../../support.tsx';
import { compared, going, run } from './support.ts';

describe('a candidate beside the pin', () => {
  it('has the differences first, and an error is no sameness', () => {
    const lines = paneOf(frameOf(compared())).slice(-15);
    expect(lines.filter((line) => /[abc]\./.test(line))).toEqual([
      expect.stringMatching(/^▸ ✘ worse +b\.worse +blocker +✔ pass +✘ fail +config\.toml is not accepted$/),
      expect.stringMatching(/^ {2}! unknown +c\.error +blocker +! error +! error/),
      expect.stringMatching(/^ {2}– same +a\.same +blocker +✔ pass +✔ pass/),
    ]);
    const [versions, about] = frameOf(compared()).split('\n');
    expect(versions).toBe('pin 0.139.0 → 0.150.0   1 worse  1 unknown  1 same');
    expect(about).toBe('2026-11-20 12:00 by ada@example.com /opt/new/codex');
  });

  it('opens both findings and what differs', () => {
    const text = paneOf(frameOf(press(compared(), 'enter'), { width: 120, height: 40 })).join('\n');
    expect(text).toContain('b.worse: Team configuration is accepted');
    expect(text).toMatch(/-verdict +pass\n\+verdict +fail/);
    expect(text).toMatch(/On the pin\n +verdict +✔ pass/);
    expect(text).toMatch(/On the candidate\n +verdict +✘ fail/);
    const error = press(compared(), 'j', 'enter');
    expect(frameOf(error)).toContain('shows no difference, and no sameness');
  });

  it('belongs to the checks: its tab is theirs, and esc leads back there', () => {
    const frame = wholeFrame(compared(), { width: 120 });
    expect(frame).toContain('Checks › Comparison');
    expect(frame).toContain('[2 Checks]');
    expect(frame).not.toContain('Comparison]');
    expect(press(compared(), 'esc').screen).toBe('checks');
    expect(press(compared(), 'enter', 'esc').screen).toBe('comparison');
    const filtered = press(type(press(compared(), '/'), 'worse'), 'enter');
    expect(press(filtered, 'esc')).toMatchObject({ screen: 'comparison', filter: { comparison: '' } });
    expect(press(compared(), 'tab').screen).toBe('history');
  });

  it('is filtered and sorted like any list', () => {
    expect(frameOf(type(press(compared(), '/'), 'unknown'))).toContain('1/1');
    const byCheck = press(compared(), 'O', 'O');
    expect(comparisonRows(byCheck).map(({ check }) => check)).toEqual(['a.same', 'b.worse', 'c.error']);
  });

  it('says that the run was stopped, so that what is missing is no difference', () => {
    const stopped = compared({ run: { ...run, interrupted: true, counts: countVerdicts([]) } });
    expect(frameOf(stopped)).toContain('interrupted: what is missing was not run');
  });

  it.each([
    [on('comparison', { status: undefined }), 'reading the history…'],
    [on('comparison'), 'reading the history…'],
    [recorded.set(on('comparison'), null), 'c runs the suite on one'],
    [type(press(compared(), '/'), 'nothing'), 'no check passes the filter'],
  ])('says why it is empty', (state, why) => {
    expect(frameOf(state)).toContain(why);
  });

  it('keeps a line a line, whatever was found', () => {
    const checks = compareRuns(
      [checkOf({ summary: hostile })],
      [failureOf({ check: 'cli.version', summary: hostile })],
    );
    const frames = [compared({ checks }), press(compared({ checks }), 'enter')].map((state) =>
      frameOf(state),
    );
    expect(frames.join('')).not.toMatch(controls);
  });
});

describe('while the candidate is run', () => {
  it('shows what runs, what is finished and what waits, and nothing that was not asked', () => {
    expect(comparisonRows(going).map(({ check, state, comparison }) => [check, state ?? comparison])).toEqual(
      [
        ['c.error', 'running'],
        ['a.same', 'same'],
        ['b.worse', 'waiting'],
      ],
    );
    expect(frameOf(going)).toMatch(/^pin 0\.139\.0 → 0\.150\.0\n1 same\n/);
  });

  it('can be stopped here, and nothing else can be started', () => {
    expect(press(going, 's').overlay).toMatchObject({ question: 'Stop the run?' });
    expect(refusalOf(going, 'c')).toBe('a run is in progress');
  });
});

describe('c', () => {
  it('asks for a CLI, and cannot be used by who may not record', () => {
    const suite = { checks: [] } as unknown as State['suite'];
    const form = press(on('checks', { suite }), 'c');
    expect(form.overlay).toMatchObject({ type: 'form', command: 'compare' });
    expect(refusalOf(on('checks', { suite, readOnly: true }), 'c')).toBe('this session is read-only');
    expect(refusalOf(on('checks'), 'c')).toBe('the suite is being read');
  });

  it('refuses what is no other CLI; runs one, shows it beside the pin, and leaves the results of the pin', async () => {
    const { world, store } = await team();
    const suite = join(world.cwd, 'suite.yaml');
    writeFileSync(
      suite,
      `version: 1\nsuite: test\ntitle: Test\nchecks:\n${commandCheck('t.fine', 'fine')}${commandCheck('t.gone', 'gone')}`,
    );
    await store.append(() => [
      draft(runStarted('r1', ['t.fine', 't.gone'])),
      ...['t.fine', 't.gone'].map((id) => draft(checkFinishedWith('r1', { check: id, title: id }))),
    ]);
    const same = fakeCodex();
    const other = fakeCodex(
      { when: ['--version'], stdout: 'codex-cli 0.150.0\n' },
      { when: ['gone'], exit: 2 },
      { when: ['fine'], exit: 0 },
    );
    const { cockpit, keys, see } = runCockpit(world, { suite: [suite] });
    await see('ada@example.com');
    keys('2');
    await see('2 pass');
    keys('c', ...'/nowhere/codex', 'enter');
    await see('there is no CLI /nowhere/codex');
    keys(...Array.from('/nowhere/codex', () => 'backspace'), ...same, 'enter');
    await see('the pin itself');
    keys(...Array.from(same, () => 'backspace'), ...other, 'enter');
    await see('Run 2 checks on codex-cli 0.150.0');
    await see('(4 entries)');
    keys('enter');
    await see(/0\.150\.0 beside 0\.139\.0: 1 worse/);
    expect(wholeFrame(cockpit.state(), { width: 200 })).toMatch(/✘ worse +t\.gone +blocker +✔ pass +✘ fail/);
    expect(selectedComparison(cockpit.state())?.check).toBe('t.gone');
    keys('esc');
    await see('[2 Checks]');
    expect(wholeFrame(cockpit.state(), { width: 120 })).toContain('2 pass');
    expect((await store.newestChecks()).map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
    keys('C');
    await see('pin 0.139.0 → 0.150.0');
  });
});
