import { describe, expect, it } from 'vitest';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import { runbooks } from '../../../src/tui/screens/runbooks/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../support/recorded-builders.ts';
import { runbookOf } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';
import { change, frameOf, on, paneOf, press, type } from '../support.tsx';

const text = Array.from({ length: 50 }, (_, line) => `line ${line + 1}`).join('\n');
const reading = (): State => {
  const runbook = { id: 'pilot', kind: 'phase', title: 'Pilot', revision: 0, text } as never;
  return press(runbooks.set(on('runbooks', { page: { rows: 10, columns: 80 } }), [runbook]), 'enter');
};

describe('an open text', () => {
  it('ends at its last line, and goes up again from there at once', () => {
    const end = frameOf(press(reading(), 'G'), { height: 10 });
    expect(paneOf(end).at(-1)).toBe('line 50');
    expect(end).toContain('lines 43–50 of 50');
    expect(frameOf(press(reading(), 'G', 'k'), { height: 10 })).toContain('lines 42–49 of 50');
    expect(frameOf(press(reading(), 'G', 'g'), { height: 10 })).toContain('lines 1–8 of 50');
  });

  it('that fits does not move', () => {
    const short = { id: 'pilot', kind: 'phase', title: 'Pilot', revision: 0, text: 'one\ntwo' } as never;
    const open = press(runbooks.set(on('runbooks'), [short]), 'enter', 'j', 'G');
    expect(open.detail?.scroll).toBe(0);
  });

  it('of the help too', () => {
    const bottom = press(on('checks'), '?', 'G');
    const up = press(bottom, 'k');
    const scroll = (state: State) => (state.overlay?.type === 'help' ? state.overlay.scroll : Number.NaN);
    expect(scroll(bottom)).toBeGreaterThan(10);
    expect(scroll(up)).toBe(scroll(bottom) - 1);
    expect(scroll(press(bottom, 'j'))).toBe(scroll(bottom));
  });
});

describe('the cursor', () => {
  const statusWith = (...ids: string[]) =>
    statusOf({
      phases: deriveRollout(
        recordOf(),
        [runbookOf(ids.map((id) => itemText(id)).join(''))],
        new Date('2026-11-20T13:00:00.000Z'),
      ).phases,
    });
  const waits = on('rollout', { status: statusWith('pilot.risks', 'pilot.configuration', 'pilot.owners') });
  const becomes = (state: State, ...ids: string[]) =>
    change(state, (now) => ({ ...now, status: statusWith(...ids) }));

  it('stays on its item when the rows move', () => {
    const moved = becomes(waits, 'pilot.configuration', 'pilot.owners', 'pilot.risks');
    expect(frameOf(moved)).toMatch(/▸ . open +● +pilot\.risks/);
    expect(frameOf(press(moved, 'k'))).toMatch(/▸ . open +● +pilot\.owners/);
  });

  it('keeps its place when its item is gone, and closes the detail that was of it', () => {
    const gone = becomes(press(waits, 'j', 'enter'), 'pilot.risks', 'pilot.owners');
    expect(gone).toMatchObject({ detail: undefined, cursor: { rollout: 1 } });
  });

  it('stays on its item when the filter is cleared', () => {
    const found = press(type(press(waits, '/'), 'owners'), 'enter');
    expect(frameOf(press(found, 'esc'))).toMatch(/▸ . open +● +pilot\.owners/);
    expect(frameOf(press(type(press(waits, '/'), 'owners'), 'esc'))).toMatch(/▸ . open +● +pilot\.owners/);
  });
});
