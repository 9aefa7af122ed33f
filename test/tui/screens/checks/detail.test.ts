import { describe, expect, it } from 'vitest';
import type { RecordedCheck } from '../../../../src/domain/checks/recorded.ts';
import { deriveRollout } from '../../../../src/domain/rollout/derive-rollout.ts';
import { checksScreen } from '../../../../src/tui/screens/checks/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { failureOf, hostile, recordOf, statusOf } from '../../../support/recorded-builders.ts';
import { runbookOf, twoItems } from '../../../support/rollout-builders.ts';
import { change, controls, frameOf, on, paneOf, press, pressed, type, wholeFrame } from '../../support.tsx';
import { checksOf, suiteOf } from './support.ts';

const sha256 = 'ab'.repeat(32);
const failed = failureOf({
  check: 'a.fail',
  seq: 20,
  evidence: [{ label: 'codex doctor', sha256, size: 9 }],
});
const open = (result: Partial<RecordedCheck> = failed) => press(checksOf([result]), 'enter');
const text = (state: State, width = 120) => paneOf(frameOf(state, { width, height: 60 })).join('\n');

describe('an open check', () => {
  it('tells what was found before what was expected and what to do', () => {
    const shown = text(open());
    for (const fact of [
      'a.fail: Title of a.fail\nWhy a.fail matters',
      'severity blocker, scope static, owner team lead, declared at test.yaml:5:5',
      'verdict   ✘ fail',
      'found     config.toml is not accepted',
      'expected  app-server --strict-config accepts the configuration',
      'actual    config.toml:5:1: unknown configuration field `bogus`',
      'remedy    Mend or remove the field that is named.',
      'recorded  entry 20, 2026-11-20 12:00, in 1.2 s',
      'on        codex-cli 0.139.0',
    ])
      expect(shown).toContain(fact);
  });

  it('names known issues of that version with their link, and a CLI without a version', () => {
    const knownIssues = [{ id: 'proxy', text: 'doctor hangs behind a proxy', link: 'https://example.org/1' }];
    const shown = text(open({ ...failed, knownIssues, cliVersion: undefined }));
    expect(shown).toContain('known     doctor hangs behind a proxy https://example.org/1');
    expect(shown).toContain('on        a CLI without a version');
  });

  it('reads what was printed when it is opened, and shows it under its command', () => {
    const [state, effect] = pressed(checksOf([failed]), ['enter']);
    expect(effect).toMatchObject({ name: 'read-documents', input: [`evidence ${sha256}`] });
    expect(text(state)).toMatch(/\$ codex doctor\nreading…/);
    const read = change(state, (now) => ({ ...now, documents: { [`evidence ${sha256}`]: 'one\ntwo' } }));
    expect(text(read)).toMatch(/\$ codex doctor\none\ntwo/);
  });

  it('that has not run says so, and what to do should it fail', () => {
    const shown = text(press(on('checks', { suite: suiteOf('a.b') }), 'enter'));
    expect(shown).toContain('found     it has not run yet');
    expect(shown).toContain('remedy    should it fail: Fix a.b for 0.139.0');
  });

  it.each([
    [{ runningSince: { 'a.b': 5 } }, 'found     nothing yet: it is running'],
    [{}, 'found     nothing yet: it is waiting'],
  ])('of a run in progress says what it does: %j', (run, line) => {
    const idle = on('checks', { suite: suiteOf('a.b') });
    const going = { ...idle, run: { ...idle.run, going: true, planned: ['a.b'], ...run } };
    expect(text(press(going, 'enter'))).toContain(line);
  });

  it('obeys no control sequence of what was found or printed', () => {
    const state = open({ ...failed, summary: hostile, actual: hostile, remedy: hostile });
    const read = change(state, (now) => ({ ...now, documents: { [`evidence ${sha256}`]: hostile } }));
    for (const width of [60, 190]) expect(wholeFrame(read, { width, height: 40 })).not.toMatch(controls);
    expect(text(read)).toContain('found     evil');
  });

  it('is as long as what was printed, and is scrolled to its end', () => {
    const state = { ...open(), page: { rows: 10, columns: 80 } };
    const printed = Array.from({ length: 1000 }, (_, line) => `line ${line}`).join('\n');
    const read = change(state, (now) => ({ ...now, documents: { [`evidence ${sha256}`]: printed } }));
    expect(frameOf(press(read, 'G'), { width: 80, height: 10 })).toContain('line 999');
    expect(frameOf(read, { width: 80, height: 10 })).toMatch(/lines 1–8 of 10\d\d /);
  });
});

describe('the preview of a check', () => {
  it('has what was found and what to do before anything else', () => {
    const lines = frameOf(checksOf([failed]), { height: 24 })
      .split('\n')
      .flatMap((line) => line.split('││')[1] ?? []);
    expect(lines.slice(0, 3).map((line) => line.trim().split(/ {2,}/)[0])).toEqual([
      'found',
      'actual',
      'remedy',
    ]);
  });
});

describe('an open check leads', () => {
  const labels = (state: State) => checksScreen.links?.(state).map(({ label }) => label);

  it('to the entry of its result, and to the items that ask for it', () => {
    const { phases } = deriveRollout(recordOf(), [runbookOf(twoItems)], new Date('2026-11-20T13:00:00.000Z'));
    const state = checksOf([{ check: 'cli.version', seq: 41 }]);
    const withItems = { ...state, status: statusOf({ phases, checks: state.status?.checks ?? [] }) };
    expect(labels(press(withItems, 'enter'))).toEqual(['entry 41: cli.version: pass', 'item pilot.version']);
    const item = press(withItems, 'enter', 'enter', 'j', 'enter');
    expect(item).toMatchObject({ screen: 'rollout', detail: { of: 'row' } });
    expect(press(item, 'esc')).toMatchObject({ screen: 'checks', detail: { of: 'row' } });
  });

  it('nowhere while it has not run and nothing asks for it', () => {
    expect(labels(press(on('checks', { suite: suiteOf('a.b') }), 'enter'))).toEqual([]);
  });
});

describe('y on the checks', () => {
  it('copies the name of a check, and of an open one the command that its evidence came from', () => {
    expect(press(checksOf([failed]), 'y').notice).toBe('copied: a.fail');
    expect(press(open(), 'y').notice).toBe('copied: codex doctor');
    expect(press(open({ check: 'a.pass' }), 'y').notice).toBe('copied: a.pass');
  });
});

describe('] and [', () => {
  it('go through the checks that the filter left, and say where that ends', () => {
    const state = checksOf([{ check: 'a.one' }, { check: 'b.two', verdict: 'fail' }, { check: 'c.one' }]);
    const found = press(type(press(state, '/'), 'one'), 'enter', 'enter');
    expect(frameOf(press(found, ']'))).toContain('╭─ c.one · 2/2 ');
    expect(press(found, ']', ']').notice).toBe('this is the last one');
    expect(press(found, '[').notice).toBe('this is the first one');
  });
});
