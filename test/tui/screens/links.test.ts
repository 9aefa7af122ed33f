import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { databasePath } from '../../../src/app/world/database-path.ts';
import { parseSuite } from '../../../src/domain/checks/parse-suite.ts';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import { openStore } from '../../../src/store/connection/open.ts';
import { shownPhase } from '../../../src/tui/screens/rollout/rows.ts';
import { cursorOf, type State } from '../../../src/tui/shell/state.ts';
import { checkFinished, draft, rolloutStarted, runStarted, testSource } from '../../support/history.ts';
import { checkOf, recordOf, statusOf } from '../../support/recorded-builders.ts';
import { evidenceOf, runbookOf, twoItems } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';
import { testWorld } from '../../support/world.ts';
import { frameOf, on, press, runCockpit, wholeFrame } from '../support.tsx';

const suite = parseSuite(readFileSync('checks/upgrade.yaml', 'utf8'), 'checks/upgrade.yaml');

/** Two phases: Pilot with an item that a check shows, Govern with another one that asks for the same check. */
function rollout(more: Partial<State> = {}): State {
  const govern = itemText('govern.version', { evidence: '[{check: cli.version}]' });
  const { phases } = deriveRollout(
    recordOf({ evidence: [evidenceOf({ seq: 87 })] }),
    [runbookOf(twoItems), runbookOf(govern, { id: 'govern' })],
    new Date('2026-11-20T13:00:00.000Z'),
  );
  const status = statusOf({ phases, checks: [checkOf({ seq: 87 })] });
  return shownPhase.set(on('rollout', { suite, status, ...more }), 0);
}

const at = (state: State, item: string): State => {
  const place = [0, 1].find((cursor) =>
    frameOf({ ...state, cursor: { rollout: cursor } }).includes(`─ ${item} `),
  );
  return { ...state, cursor: { ...state.cursor, rollout: place ?? 0 } };
};

const labels = (state: State) =>
  [...wholeFrame(state).matchAll(/^│ [▸ ] (.*?) *│$/gm)].map(([, label]) => label);

describe('an open item', () => {
  const item = press(at(rollout(), 'pilot.version'), 'enter');

  it('says to how many things it leads, and lists them', () => {
    expect(frameOf(item)).toContain('enter: 3 links');
    expect(labels(press(item, 'enter'))).toEqual([
      'check cli.version',
      'entry 87: check cli.version: pass: as pinned',
      'runbook pilot',
    ]);
  });

  it('leads to its check and from there to its other item, and back with all as it was', () => {
    const left = {
      ...rollout(),
      detail: { of: 'row', scroll: 2 },
      filter: { rollout: 'version' },
      page: { rows: 10, columns: 80 },
    };
    const check = press(left, 'enter', 'enter');
    expect(frameOf(check)).toContain('─ cli.version · ');
    expect(check.screen).toBe('checks');
    const other = press(check, 'enter', 'G', 'enter');
    expect(frameOf(other)).toContain('─ govern.version · 1/1');
    expect(press(other, 'esc')).toMatchObject({ screen: 'checks', detail: { of: 'row' } });
    const back = press(other, 'esc', 'esc');
    expect(back).toMatchObject({
      screen: 'rollout',
      detail: { of: 'row', scroll: 2 },
      cursor: { rollout: cursorOf(left) },
      filter: { rollout: 'version' },
      trail: [],
    });
    expect(frameOf(back)).toContain('─ pilot.version · 1/1');
    expect(press(back, 'esc').detail).toBeUndefined();
  });

  it('stays open when what it names is not there, and says so', () => {
    const gone = press(item, 'enter', 'G', 'enter');
    expect(gone).toMatchObject({ screen: 'rollout', detail: item.detail, overlay: undefined, trail: [] });
    expect(gone.notice).toBe('there is no runbook pilot here');
  });

  it('leads to what the filter of a screen hides', () => {
    const hidden = { ...item, filter: { checks: 'exec' } };
    expect(frameOf(press(hidden, 'enter', 'enter'))).toContain('─ cli.version · ');
  });

  it('is where escape leads no more once another screen was called for', () => {
    const elsewhere = press(item, 'enter', 'enter', '3', '2');
    expect(elsewhere.trail).toEqual([]);
    expect(press(elsewhere, 'esc').screen).toBe('checks');
  });

  it('keeps its list of links while keys move in it, and closes it with escape', () => {
    const list = press(item, 'enter', 'j', 'j', 'j', 'k');
    expect(list.overlay).toEqual({ type: 'links', cursor: 1 });
    expect(press(list, 'esc')).toMatchObject({ overlay: undefined, detail: item.detail });
  });
});

describe('a detail with one link', () => {
  it('goes there at once', () => {
    const status = statusOf({ phases: [], checks: [checkOf({ seq: 87 })] });
    const check = press(on('checks', { suite, status, filter: { checks: 'cli.version' } }), 'enter');
    expect(frameOf(check)).toContain('enter: 1 link ');
    expect(press(check, 'enter')).toMatchObject({ screen: 'history', detail: { of: 'entry 87' } });
  });
});

describe('the gate of a phase', () => {
  it('leads to its items, the unfinished ones first', () => {
    const gate = press(rollout(), 'o');
    expect(labels(press(gate, 'enter'))[0]).toBe('item pilot.cases: open');
    expect(frameOf(press(gate, 'enter', 'enter'))).toContain('─ pilot.cases · ');
    expect(frameOf(press(gate, 'enter', 'enter', 'esc'))).toContain('Rollout: gate');
  });
});

describe('the next one', () => {
  const open = press(on('checks', { suite, status: statusOf(), page: { rows: 10, columns: 80 } }), 'enter');

  it('is opened from its top, with its place in the title', () => {
    const next = press(open, 'G', ']');
    expect(next).toMatchObject({ cursor: { checks: 1 }, detail: { of: 'row', scroll: 0 } });
    expect(frameOf(next)).toContain(` · 2/${suite.checks.length} ─`);
    expect(press(next, '[').cursor.checks).toBe(0);
  });

  it('is not there at an end of the list, or without an open row', () => {
    expect(press(open, '[').notice).toBe('this is the first one');
    expect(press(open, 'esc', 'G', 'enter', ']').notice).toBe('this is the last one');
    expect(press(open, 'esc', ']').notice).toContain('nothing is open');
    expect(press(rollout(), 'o', ']').notice).toContain('what is open is not a row of the list');
  });
});

describe('an entry of the history', () => {
  it('is opened by its number, leads to what it is about, and shows its body as fields', async () => {
    const world = testWorld();
    const path = databasePath(world);
    mkdirSync(dirname(path), { recursive: true });
    const store = await openStore(path, testSource());
    onTestFinished(() => store.close());
    const events = [rolloutStarted, runStarted('r1'), checkFinished('r1', 'cli.version')];
    await store.append(() => events.map((event) => draft(event)));
    const { cockpit, keys, see } = runCockpit(world);
    await see('Gate ');
    keys('2', '/', ...'cli.version', 'enter');
    await see(/▸ . pass +cli\.version/);
    keys('enter', 'enter');
    await see(/entry 3: cli\.version: pass/);
    keys('enter');
    // It is not among the rows, which are of decisions alone.
    await see('Entry 3: check.finished');
    await see(/^│ {3}check: cli\.version/m);
    keys('enter');
    await see(/▸ check cli\.version/);
    keys('esc', 'esc');
    await see('cli.version · 1/1');
    expect(cockpit.state()).toMatchObject({ screen: 'checks', trail: [] });
  });

  it('that is not there says so', async () => {
    const { cockpit, see } = runCockpit(testWorld());
    await see('No rollout yet');
    cockpit.dispatch({
      type: 'changed',
      change: (state) => ({ ...state, screen: 'history', detail: { of: 'entry 99', scroll: 0 } }),
    });
    await see('there is no entry 99');
  });
});
