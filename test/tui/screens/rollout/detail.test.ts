import { describe, expect, it } from 'vitest';
import { rolloutScreen } from '../../../../src/tui/screens/rollout/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, hostile, statusOf } from '../../../support/recorded-builders.ts';
import { evidenceOf, runbookOf, waiverOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { controls, frameOf, paneOf, press, wholeFrame } from '../../support.tsx';
import { at, failed, ids, pilot, rolloutOf } from './support.ts';

const labels = (state: State) => rolloutScreen.links?.(state).map(({ label }) => label);

describe('beside the list of items, or below it, is of the selected one', () => {
  const preview = (state: State, { width = 120, height = 30 } = {}) =>
    frameOf(state, { width, height })
      .split('\n')
      .map((line) => line.split('││')[1]?.replace(/│$/, '').trim() ?? '')
      .filter((line) => line !== '');

  it('which role it waits for, and who has it', () => {
    expect(frameOf(pilot(), { height: 24 })).toContain(
      'awaits    platform engineer (bob@example.com): run the check',
    );
    const policy = press(pilot(), 'down', 'down');
    expect(frameOf(policy, { height: 24 })).toContain(
      'awaits    security owner (no one has this role): write policy',
    );
  });

  it('what its check found and how to fix it, before what it needs and why', () => {
    const checks = [checkOf({ verdict: 'fail', actual: '0.138.0', remedy: 'Install the pin.' })];
    const state = pilot({ evidence: [failed] });
    const lines = preview({ ...state, status: { ...(state.status ?? statusOf()), checks } });
    const places = [
      /^state +failing since/,
      /^found +0\.138\.0$/,
      /^fix +Install the pin\.$/,
      /^needs /,
      /^Why$/,
    ];
    const found = places.map((place) => lines.findIndex((line) => place.test(line)));
    expect(found).toEqual([...found].sort((one, other) => one - other));
    expect(found[0]).toBeGreaterThan(0);
  });

  it('until when it is waived, by whom and why', () => {
    const state = at('pilot.cases', { waivers: [waiverOf()] });
    expect(preview(state).join(' ')).toContain(
      'waiver until 2026-12-20 by ada@example.com: the team is on holiday'.replace('waiver', 'waiver   '),
    );
  });

  it('at 80 columns below the list, and not at all where there is no room', () => {
    const tall = frameOf(pilot(), { width: 80, height: 24 }).split('\n');
    const list = tall.findIndex((line) => line.includes('╭─ Rollout'));
    expect(tall.findIndex((line) => line.includes('╭─ pilot.version'))).toBeGreaterThan(list);
    expect(frameOf(pilot(), { width: 60, height: 11 })).not.toContain('╭─ pilot.version');
  });

  it('plain text, whatever was recorded', () => {
    const state = pilot({ evidence: [{ ...failed, summary: hostile }] });
    const frame = frameOf(state, { width: 100, height: 24 });
    expect(frame).not.toMatch(controls);
    expect(frame.split('\n').length).toBeLessThanOrEqual(24);
  });
});

describe('an open item', () => {
  it('says since when it fails, who owns it, what was found, the fix and who is awaited', () => {
    const checks = [
      checkOf({ verdict: 'fail', summary: 'another', actual: '0.138.0', remedy: 'Install the pin.' }),
    ];
    const state = pilot({ evidence: [failed] });
    const open = press({ ...state, status: { ...(state.status ?? statusOf()), checks } }, 'enter');
    const text = paneOf(frameOf(open, { height: 40 })).join('\n');
    expect(text).toContain('failing since 2026-11-20 12:00 (entry 87): fail: another version');
    expect(text).toContain('owner    platform engineer: bob@example.com');
    expect(text).toMatch(/found {4}0\.138\.0\nfix {6}Install the pin\./);
    expect(text).toContain('  bob@example.com: run the check cli.version (platform engineer)');
  });

  it('is followed by the next one with ], and the ends are said', () => {
    const open = press(pilot(), 'enter');
    expect(ids(open)[press(open, ']').cursor.rollout ?? 0]).toBe('pilot.cases');
    expect(press(open, '[').notice).toBe('this is the first one');
    const last = press(open, ']', ']', ']');
    expect(last.detail?.of).toBe('row');
    expect(press(last, ']').notice).toBe('this is the last one');
    expect(press(last, '[', '[', '[').cursor.rollout).toBe(0);
  });

  it('is closed by esc with the cursor where it was, and needs to be open for ]', () => {
    const state = press(pilot(), 'down', 'enter', 'esc');
    expect([state.detail, state.cursor.rollout]).toEqual([undefined, 1]);
    expect(press(state, ']').notice).toContain('nothing is open');
    expect(press(pilot(), 'o', ']').notice).toContain('what is open is not a row of the list');
  });

  it('leads to what it needs, what shows it, its waiver and its runbook', () => {
    const every = runbookOf(
      itemText('pilot.all', {
        evidence:
          '[{check: cli.version}, {check: catalog.build}, {artifact: policy}, {review: upgrade}, {attestation: So it is.}]',
      }),
    );
    const record = {
      evidence: [evidenceOf({ seq: 41 })],
      waivers: [waiverOf({ item: 'pilot.all', seq: 42 })],
    };
    expect(labels(press(rolloutOf([every], { record }), 'enter'))).toEqual([
      'check cli.version',
      'command build of the catalog',
      'artifact policy',
      'reviews upgrade',
      'entry 41: check cli.version: pass: as pinned',
      'entry 42: waived by ada@example.com',
      'runbook pilot',
    ]);
  });

  it('is wrapped and scrolled in the smallest terminal, to its last line', () => {
    const state = { ...pilot({ evidence: [failed] }), page: { rows: 10, columns: 60 } };
    const end = wholeFrame(press(state, 'enter', 'G'), { width: 60, height: 15 });
    expect(end).toMatch(/lines \d+–(\d+) of \1 /);
    expect(end).toContain('fail: another version');
    expect(press(state, 'enter', 'G', 'j').detail).toEqual(press(state, 'enter', 'G').detail);
  });
});

describe('y copies', () => {
  it.each([
    [[], 'pilot.version'],
    [['down', 'enter'], 'pilot.cases'],
    [['o'], 'pilot'],
  ])('after %j the name of what is selected or open', (keys, copied) => {
    expect(press(pilot(), ...keys, 'y').notice).toBe(`copied: ${copied}`);
  });
});
