import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import type { CountedRun } from '../../../../src/domain/checks/recorded.ts';
import { countVerdicts } from '../../../../src/domain/checks/verdict.ts';
import { peopleScreen } from '../../../../src/tui/screens/people/screen.tsx';
import { registry } from '../../../../src/tui/screens/registry.ts';
import { assemble } from '../../../../src/tui/shell/keys/keymap.ts';
import { topScreens } from '../../../../src/tui/shell/screen.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, failureOf, lastRunOf, statusOf } from '../../../support/recorded-builders.ts';
import { checksOf, suiteOf } from '../../screens/checks/support.ts';
import { on, press, wholeFrame } from '../../support.tsx';

function frame(state: State, { width = 80, height = 20 } = {}): string[] {
  return wholeFrame(state, { width, height }).split('\n');
}

/** The line that says how runs stand, above the keys. */
const statusLine = (state: State, width = 100) => frame(state, { width }).at(-2)?.trimEnd() ?? '';

/** The keys that are offered. */
const footer = (state: State, width = 100) => frame(state, { width }).at(-1)?.trimEnd() ?? '';

/** A run of 52 checks of which so many failed. */
function runOf(fail: number, given: Partial<CountedRun> = {}): CountedRun {
  const { checks: _, ...run } = lastRunOf({ planned: 52, verdict: fail > 0 ? 'fail' : 'pass' });
  return { ...run, counts: { ...countVerdicts([]), fail, pass: 52 - fail }, ...given };
}

/** A state in which runs were recorded, newest first. */
const ran = (recentRuns: readonly CountedRun[], now = '2026-11-20T14:00:00.000Z') =>
  on('history', { status: statusOf({ recentRuns }), now: new Date(now) });

describe('the line about runs', () => {
  const screens = registry.screens.map(({ id }) => id);
  const results = { 'cli.version': checkOf(), 'config.strict': failureOf() };
  const run: State['run'] = {
    ...on('rollout').run,
    going: true,
    planned: ['cli.version', 'config.strict', 'cli.path'],
    results,
  };

  it.each(screens)('tells on %s how far a run is, and what failed so far', (screen) => {
    expect(statusLine(on(screen, { run }))).toMatch(/^Running █{10}░{6} 2\/3, 1 fail, \d/);
    expect(statusLine(on(screen, { run: { ...run, stopping: true } }))).toMatch(/1 fail, stopping…$/);
  });

  it('stays when something else is told', () => {
    const told = frame(on('rollout', { run, notice: 'told' })).join('\n');
    expect(told).toMatch(/told *\nRunning /);
  });

  it('estimates what is left from how long each check took, and says nothing without that', () => {
    const known = statusOf({ checks: [checkOf({ check: 'cli.path', durationMs: 90_000 })] });
    expect(statusLine(on('rollout', { run, status: known }))).toMatch(/about 1 m 30 s left$/);
    expect(statusLine(on('rollout', { run }))).not.toContain('left');
  });

  it('tells what came of the newest run, and how many failed in each of the last ones', () => {
    const runs = [runOf(3), runOf(6), runOf(1), runOf(0)];
    expect(statusLine(ran(runs))).toMatch(/last run ✘ fail: 3 fail, 52 checks ▁▂█▅ 12:00$/);
    expect(statusLine(ran([runOf(0)]))).toMatch(/last run ✔ pass: 52 checks 12:00$/);
  });

  it('names the day when that was not today', () => {
    expect(statusLine(ran([runOf(0)], '2026-11-21T09:00:00.000Z'))).toMatch(/ 11-20 12:00$/);
  });

  it('says when a run did not end, and how far it came', () => {
    const counts = { ...countVerdicts([]), pass: 12 };
    const killed = runOf(0, { finishedAt: undefined, verdict: undefined, counts });
    expect(statusLine(ran([killed]))).toMatch(/last run unfinished, 12 of 52 checks 12:00$/);
    expect(statusLine(ran([{ ...killed, finishedAt: 'x', interrupted: true }]))).toContain('interrupted');
  });

  it('leaves runs of one check out of the picture of the last ones', () => {
    const one = runOf(1, { planned: 1, counts: { ...countVerdicts([]), fail: 1 } });
    expect(statusLine(ran([one, runOf(0), runOf(2)]))).toMatch(/1 fail, 1 check █▁ 12:00$/);
  });

  it('says what drifted, on every screen, and never loses the newest run for it', () => {
    const [pilot, next] = statusOf().phases;
    if (!pilot || !next) throw new Error('two phases');
    const status = statusOf({ phases: [{ ...pilot, state: 'drifted' }, next], recentRuns: [runOf(3)] });
    for (const screen of screens)
      expect(statusLine(on(screen, { status }))).toMatch(/^▲ Pilot drifted: .* last run ✘ fail/);
    expect(statusLine(on('history', { status }), 60)).toMatch(/^▲ Pilot.*… {2}last run ✘ fail: 3 fail/);
  });
});

describe('the keys that are offered', () => {
  it('are those of the screen, then those of all screens', () => {
    expect(footer(on('checks', { suite: suiteOf('a.b') }), 200)).toMatch(
      /^enter detail +\/ filter.* r run all.* : commands.* \? keys$/,
    );
  });

  it.each([60, 80, 100, 120])('are never cut in the middle of a word at %i columns', (width) => {
    const words = registry.keymap.flatMap(({ keys, footer: word }) => (word ? [`${keys[0]} ${word}`] : []));
    for (const { id } of registry.screens) {
      const shown = footer(on(id), width).split('   ');
      expect(shown.filter((one) => !words.includes(one))).toEqual([]);
      expect(shown.at(-1)).toBe('? keys');
    }
  });

  it('are in an open detail what can be done in it', () => {
    const detail = on('history', { detail: { of: 'row', scroll: 0 } });
    expect(footer(detail, 160)).toMatch(/^esc back {3}j k scroll {3}/);
    expect(footer(detail, 160)).not.toContain('detail');
    expect(footer(on('runbooks', { detail: { of: 'row', scroll: 0 } }), 160)).toContain('/ search');
  });

  it('say in an open detail that enter shows what it leads to, where there is such a thing', () => {
    const detail = { of: 'row', scroll: 0 };
    expect(footer(checksOf([{}], { detail }), 80)).toMatch(/^esc back {3}j k scroll {3}enter links {3}/);
    expect(footer(on('checks', { suite: suiteOf('a.b'), detail }), 160)).not.toContain('enter');
  });

  it('are those of what lies over the screen', () => {
    expect(footer(press(on('history'), '/'))).toBe('enter keep   esc clear   up down move');
    // A box says itself what its keys do.
    expect(footer(press(on('history'), ':'))).toBe('');
  });
});

describe('the frame', () => {
  it('says what is selected, and what is open', () => {
    const ada = { email: 'ada@example.com', name: undefined, roles: ['auditor' as const], keys: [], seq: 5 };
    const people = on('people', { people: [ada], cursor: { people: 0 } });
    const place = peopleScreen.rowIds(people).indexOf('ada@example.com');
    const [about] = frame({ ...people, cursor: { people: place } }, { width: 100 });
    expect(about).toContain('│ Acme │ People › ada@example.com');
    expect(frame(on('rollout', { detail: { of: 'gate', scroll: 0 } }))[0]).toContain('Rollout › gate');
  });

  it('says of no rollout that there is none only when the history was read', () => {
    expect(frame(on('rollout', { status: undefined }))[0]).toMatch(/^pin … │ … │ Rollout/);
    expect(frame(on('rollout', { status: statusOf({ rollout: undefined }) }))[0]).toContain('no rollout yet');
  });

  it('names the pin first, then the rollout and the screen, and who acts as what', () => {
    const me: State['me'] = { email: 'pat@example.com', roles: ['platform engineer'], hasKey: false };
    const [about] = frame(on('checks', { me }), { width: 100 });
    expect(about).toMatch(/^pin 0\.139\.0 │ Acme │ Checks +pat@example\.com · platform engineer$/);
    const [narrow] = frame(on('checks', { me, readOnly: true }), { width: 60 });
    expect(narrow).toMatch(/^pin 0\.139\.0 │ Acme │ Checks +\[RO\] pat@example\.com/);
  });

  it.each([
    [120, '1 Rollout [2 Checks] 3 History'],
    [80, '1 Roll [2 Chk] 3 Hist 4 Turn'],
    [60, '1 Roll [2 Chk] 3 Hist 4 Turn'],
  ])('names the screens in their tabs as far as %i columns allow', (width, tabs) => {
    const [, line = ''] = frame(on('checks'), { width });
    expect(line).toContain(tabs);
    expect(line).not.toContain('…');
  });

  it('shows a long notice to its end, and keeps its height', () => {
    const notice = `config.toml is not accepted: ${'unknown field, '.repeat(12)}the end of it`;
    const lines = frame(on('rollout', { notice }));
    expect(lines.join(' ')).toContain('the end of it');
    expect(lines).toHaveLength(20);
    expect(lines.at(-1)).toContain('? keys');
  });
});

describe('the tabs of more screens than there is room for', () => {
  const more = Array.from({ length: 8 }, (_, place) => ({
    ...peopleScreen,
    ...{ id: `more-${place}`, title: `Further ${place}`, short: `F${place}`, keys: [] },
  }));
  const screens = assemble([...registry.screens, ...more]);
  const top = topScreens(screens.screens);
  const tabsOf = (screen: string, width: number) =>
    wholeFrame(on(screen), { width, screens }).split('\n')[1]?.trimEnd() ?? '';

  it('begin with the first ones until another one is open', () => {
    expect(tabsOf('rollout', 80)).toMatch(/^\[1 Roll\] 2 Chk 3 Hist .* ›$/);
    expect(tabsOf('people', 80)).toMatch(/^1 Roll 2 Chk .* \[0 Ppl\] .* ›$/);
    expect(tabsOf('more-7', 80)).toMatch(/^‹ \d \w+ .* F6 \[F7\]$/);
    expect(tabsOf('more-3', 80)).toMatch(/^‹ .* F2 \[F3\] F4 .*›$/);
  });

  it.each([60, 80, 100])('have the open one and those beside it, whole, in %i columns', (width) => {
    for (const [place, { id, title, short = title }] of top.entries()) {
      const tabs = tabsOf(id, width);
      expect(stringWidth(tabs)).toBeLessThanOrEqual(width);
      expect(tabs).toMatch(new RegExp(`\\[(\\d )?${short}\\]`));
      for (const beside of [top[place - 1], top[place + 1]])
        expect(tabs).toContain(beside?.short ?? beside?.title ?? '');
      expect(tabs.startsWith('‹ ')).toBe(!tabs.includes('1 Roll'));
      expect(tabs.endsWith(' ›')).toBe(!tabs.includes('F7'));
      expect(tabs).not.toContain('…');
    }
  });
});
