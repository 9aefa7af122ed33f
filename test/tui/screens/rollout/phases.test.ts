import { describe, expect, it } from 'vitest';
import type { RolloutRecord } from '../../../../src/domain/rollout/derive-rollout.ts';
import { rolloutTargets, selectedPhase, showCurrentPhase } from '../../../../src/tui/screens/rollout/rows.ts';
import { rolloutScreen } from '../../../../src/tui/screens/rollout/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { evidenceOf } from '../../../support/rollout-builders.ts';
import { testWorld } from '../../../support/world.ts';
import { change, frameOf, on, paneOf, press, refusalOf, type, wholeFrame } from '../../support.tsx';
import { failed, fourPhases, ids, now, pilot, pilotBook, rolloutOf } from './support.ts';

const shown = (state: State) => selectedPhase(state)?.id;
const stepper = (state: State, width = 190) => frameOf(state, { width }).split('\n')[0] ?? '';
const passed = (phase: 'pilot' | 'standardize', seq = 125): RolloutRecord['gates'][number] => ({
  ...{ phase, decision: 'passed', seq, at: now.toISOString(), actor: 'ada@example.com' },
});

describe('the phases of the Rollout screen', () => {
  it('stand in a row, each with its state and how much of its gate is done', () => {
    expect(stepper(rolloutOf(fourPhases)).trimEnd()).toBe(
      '[▶ Pilot 0/1] →  ○ Standardize 0/1  →  ○ Govern 0/1  →  ○ Scale 0/1',
    );
  });

  it.each(['right', 'l'])('are gone through with %s to the last one, and back', (key) => {
    const back = key === 'l' ? 'h' : 'left';
    const seen: (string | undefined)[] = [];
    let state = rolloutOf(fourPhases);
    for (const pressed of [key, key, key, key, back, back, back, back]) {
      state = press(state, pressed);
      seen.push(shown(state));
    }
    expect(seen).toEqual([
      'standardize',
      'govern',
      'scale',
      'scale',
      'govern',
      'standardize',
      'pilot',
      'pilot',
    ]);
  });

  it('begin at their first item, with nothing open', () => {
    const next = press(rolloutOf(fourPhases), 'G', 'enter', 'right');
    expect(next.detail).toBeUndefined();
    expect(ids(next)[next.cursor.rollout ?? 0]).toBe('standardize.first');
  });

  it.each([60, 80])('show the selected one whole at a width of %i', (width) => {
    let state = rolloutOf(fourPhases);
    for (const title of ['Pilot', 'Standardize', 'Govern', 'Scale']) {
      expect(stepper(state, width)).toMatch(new RegExp(`\\[[▶○] ${title} 0/1\\]`));
      expect(stepper(state, width).match(/0\/1/g)).toHaveLength(4);
      state = press(state, 'right');
    }
  });

  it('begin with the one that the rollout stands in, and stay where the person went', () => {
    const passedOne = rolloutOf(fourPhases, { record: { gates: [passed('pilot')] } });
    const current = change(passedOne, showCurrentPhase);
    // Pilot drifted: what was passed is no longer done. The rollout stands in the first that is not passed.
    expect(stepper(current)).toMatch(/▲ Pilot 0\/1 .*\[▶ Standardize 0\/1\]/);
    const elsewhere = press(current, 'right');
    expect(shown(change(elsewhere, showCurrentPhase))).toBe('govern');
    expect(shown(change(on('rollout', { status: undefined }), showCurrentPhase))).toBeUndefined();
  });

  it('are chosen so once the history was read', async () => {
    const state = rolloutOf(fourPhases, { record: { gates: [passed('pilot')] } });
    const read = await rolloutScreen.refresh?.({ store: undefined, world: testWorld(), state });
    expect(shown(change(state, read ?? ((now) => now)))).toBe('standardize');
  });

  it('are found by name in the palette, with their items', () => {
    const state = rolloutOf(fourPhases);
    expect(shown(press(type(press(state, ':'), 'govern'), 'enter'))).toBe('govern');
    const item = press(type(press(state, ':'), 'scale.second'), 'enter');
    expect([shown(item), ids(item)[item.cursor.rollout ?? 0]]).toEqual(['scale', 'scale.second']);
    expect(rolloutTargets(state).map(({ kind }) => kind)).toEqual(
      Array.from({ length: 4 }, () => ['phase', 'item', 'item']).flat(),
    );
  });
});

describe('the gate of the phase is told in one line', () => {
  const held = (id: string) =>
    evidenceOf({
      ...{ kind: 'attestation', key: id },
      source: pilotBook.items.find((item) => item.id === id)?.digest ?? '',
    });

  it('as a bar, with how many signed', () => {
    expect(frameOf(pilot())).toContain('Gate ░░░░░░░░░░ 0/3 required · 0 of 2 signed');
    expect(frameOf(pilot({ evidence: [held('pilot.cases'), evidenceOf()] }))).toContain(
      'Gate ██████░░░░ 2/3 required',
    );
  });

  it('once it was passed by who did it, and as drifted when what it rested on is not there any more', () => {
    const gates = [passed('pilot')];
    const source = fourPhases[0]?.items[0]?.digest ?? '';
    const first = evidenceOf({ kind: 'attestation', key: 'pilot.first', source });
    const state = (evidence: RolloutRecord['evidence']) =>
      rolloutOf(fourPhases, { record: { gates, evidence } });
    expect(frameOf(state([first]))).toContain('Gate passed 2026-11-20 by ada@example.com');
    expect(frameOf(state([]))).toContain('Gate ░░░░░░░░░░ 0/1 required · 0 of 1 signed · drifted');
  });
});

describe('drift', () => {
  const state = pilot({ evidence: [failed], gates: [passed('pilot')] });

  it('is one line, and with d every item that is no longer done', () => {
    expect(wholeFrame(state)).toContain('▲ Pilot drifted: 3 required items no longer done');
    const text = paneOf(frameOf(press(state, 'd'), { height: 30 })).join('\n');
    expect(text).toMatch(
      /^Pilot drifted: 3 required items no longer done\npassed 2026-11-20 by ada@example\.com, entry 125/,
    );
    expect(text).toMatch(/failing {2}pilot\.version .*\n +fail: another version\n +owner platform engineer/);
    expect(refusalOf(pilot(), 'd')).toBe('no passed phase has drifted');
    expect(wholeFrame(pilot())).not.toContain('drifted');
  });

  it('leads to each of these items, and esc comes back to it', () => {
    const open = press(state, 'd', 'enter');
    expect(open.overlay).toMatchObject({ type: 'links', cursor: 0 });
    expect(rolloutScreen.links?.(press(state, 'd')).map(({ label }) => label)).toEqual([
      'item pilot.version',
      'item pilot.cases',
      'item pilot.policy',
    ]);
    const item = press(open, 'down', 'enter');
    expect([ids(item)[item.cursor.rollout ?? 0], item.detail?.of]).toEqual(['pilot.cases', 'row']);
    expect(press(item, 'esc').detail?.of).toBe('drift');
    expect(press(item, 'esc', 'esc').detail).toBeUndefined();
  });
});
