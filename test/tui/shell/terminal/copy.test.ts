import { describe, expect, it } from 'vitest';
import { deriveRollout } from '../../../../src/domain/rollout/derive-rollout.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { clipboardSequence } from '../../../../src/tui/shell/terminal/clipboard.ts';
import { checkOf, recordOf, statusOf } from '../../../support/recorded-builders.ts';
import { runbookOf } from '../../../support/rollout-builders.ts';
import { itemText } from '../../../support/runbooks.ts';
import { testWorld } from '../../../support/world.ts';
import { on, press, pressed, runCockpit } from '../../support.tsx';

/** What a terminal puts on the clipboard. */
function clipboardOf(sequence: string | undefined): string | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is a control sequence.
  const encoded = /^\u001b\]52;c;([A-Za-z0-9+/=]*)\u0007$/.exec(sequence ?? '')?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
}

/** What y copies here. */
function copied(state: State): unknown {
  const [, ...effects] = pressed(state, ['y']);
  return effects.find(({ name }) => name === 'copy')?.input;
}

describe('the text for the clipboard of a terminal', () => {
  it.each([
    ['codex-cockpit check cli.version', 'codex-cockpit check cli.version'],
    ['日本語 – ok', '日本語 – ok'],
    ['two\r\nlines', 'two\nlines'],
    ['\u001b[31mred\u001b[0m\u0007\u001b]52;c;ZXZpbA==\u0007', 'red'],
  ])('%j is copied as %j', (text, onClipboard) => {
    expect(clipboardOf(clipboardSequence(text))).toBe(onClipboard);
  });

  it('is refused when terminals would take only a part of it', () => {
    expect(clipboardOf(clipboardSequence('x'.repeat(56_000)))).toHaveLength(56_000);
    expect(clipboardSequence('x'.repeat(57_000))).toBeUndefined();
  });
});

describe('y copies', () => {
  it('the id of the selected item, and says so', () => {
    const runbook = runbookOf(itemText('pilot.cases'));
    const { phases } = deriveRollout(recordOf(), [runbook], new Date());
    const state = on('rollout', { status: statusOf({ phases }) });
    expect(copied(state)).toBe('pilot.cases');
    expect(press(state, 'y').notice).toBe('copied: pilot.cases');
  });

  it('a check in the list, and the command of its evidence when it is open', () => {
    const evidence = [{ label: 'codex --version', sha256: 'a'.repeat(64), size: 1 }];
    const status = statusOf({ checks: [checkOf({ evidence })] });
    const suite = { id: 'upgrade', checks: [{ id: 'cli.version' }] } as unknown as State['suite'];
    const list = on('checks', { status, suite });
    expect(copied(list)).toBe('cli.version');
    expect(copied(press(list, 'enter'))).toBe('codex --version');
  });

  it('the command of what is my turn', () => {
    const command = 'codex-cockpit metric record pilot.minutes';
    const next = [
      { kind: 'metric', action: 'record', why: '', command, role: 'rollout owner', subject: 'x' },
    ] as const;
    expect(copied(on('turn', { next }))).toBe(command);
  });

  it('the address of a person', () => {
    const people = [{ email: 'ada@example.com', name: undefined, roles: ['auditor'], keys: [] }] as never;
    const state = on('people', { people, cursor: { people: 0 } });
    const addresses = Array.from({ length: 9 }, (_, place) =>
      copied({ ...state, cursor: { people: place } }),
    );
    expect(addresses).toContain('ada@example.com');
  });

  it('nothing where nothing is selected, and says that', () => {
    const state = on('artifacts');
    expect(copied(state)).toBeUndefined();
    expect(press(state, 'y').notice).toBe('nothing is selected');
  });

  it('the hash of an entry to the terminal', async () => {
    const world = testWorld();
    const { cockpit, keys, see, sent } = runCockpit(world);
    await see('No rollout yet');
    keys('n', ...'Acme', 'enter', 'enter', 'enter');
    await see('Acme │ Rollout');
    keys('3');
    await see('rollout.started');
    keys('y');
    await see(/copied: [0-9a-f]{64}/);
    const hash = /copied: ([0-9a-f]{64})/.exec(cockpit.state().notice ?? '')?.[1];
    await expect.poll(() => sent.map(clipboardOf)).toEqual([hash]);
  });
});
