import { describe, expect, it } from 'vitest';
import { RefusedError } from '../../../../src/domain/base/errors.ts';
import { record } from '../../../../src/tui/screens/plugins/record.ts';
import { plugins } from '../../../../src/tui/screens/plugins/rows.ts';
import { UPGRADE, upgradeText } from '../../../../src/tui/screens/plugins/upgrades.ts';
import type { Doing } from '../../../../src/tui/shell/state.ts';
import { testWorld } from '../../../support/world.ts';
import { press, pressed, refusalOf, runCockpit, frameOf as shown, wholeFrame } from '../../support.tsx';
import { as, gitMarketplace, having, inventoryOf, ownerOf, stateOf } from './support.ts';

describe('u tries the upgrade of the selected source on a copy', () => {
  it('and says what stays as it is', () => {
    expect(press(ownerOf('experiment'), 'u').overlay).toMatchObject({
      question: 'Try the upgrade of acme on a copy?',
      records: ['plugins.upgrade-reviewed: acme, with what would change; the real home stays as it is'],
      effect: { name: 'upgrade-review', input: { marketplace: 'acme' } },
    });
  });
});

describe('a tries that of each git marketplace', () => {
  const marketplaces = [
    gitMarketplace('one'),
    gitMarketplace('two'),
    { ...gitMarketplace('folder'), sourceType: 'local' },
  ];
  const state = having(ownerOf('experiment'), { inventory: { ...inventoryOf(2), marketplaces } });

  it('and names each of them', () => {
    expect(press(state, 'a').overlay).toMatchObject({
      question: 'Try the upgrade of each git marketplace on a copy?',
      records: ['one', 'two'].map((name) => expect.stringContaining(`plugins.upgrade-reviewed: ${name}, `)),
    });
    expect(wholeFrame(press(state, 'a'))).toContain('recorded in the history (2 entries):');
  });

  it('is offered where there is one to people with the role', () => {
    expect(refusalOf(ownerOf('experiment'), 'a')).toBe('no git marketplace is configured');
    expect(refusalOf(as(state, 'team lead'), 'a')).toBe(
      'needs the role platform engineer or rollout owner or security owner',
    );
  });
});

describe('U upgrades in the real CODEX_HOME', () => {
  it('and says that it writes there', () => {
    const asked = press(ownerOf('experiment'), 'U');
    expect(asked.overlay).toMatchObject({
      question: 'Upgrade acme in your real CODEX_HOME to exactly what was reviewed?',
      writes: ['the plugins of acme in CODEX_HOME; sessions load them from then on'],
      effect: { name: 'upgrade', input: { marketplace: 'acme' } },
    });
    expect(wholeFrame(asked)).toMatch(/This will be written:.*\n(.*\n)+.*\(2 entries\):/);
    expect(pressed(asked, ['n'])[1]).toBeUndefined();
  });
});

describe('what an upgrade came to', () => {
  const state = upgradeText.set(stateOf(2), 'acme: as reviewed\n1 plugin changed');

  it('is a text that can be copied, searched and closed', () => {
    const open = { ...state, detail: { of: UPGRADE, scroll: 0 } };
    expect(shown(open)).toContain('╭─ Plugins: upgrade ─');
    expect(shown(open)).toContain('1 plugin changed');
    expect(pressed(open, ['y'])[1]).toMatchObject({ input: 'acme: as reviewed\n1 plugin changed' });
    expect(press(open, 'esc').detail).toBeUndefined();
  });
});

describe('while something is recorded', () => {
  it('the heading says what is done, and how far it is', () => {
    const reading = { what: 'upgrading acme', since: 0, done: 150, planned: 300 };
    const busy = shown(having(stateOf(2), { reading }));
    expect(busy).toMatch(/upgrading acme… █████░░░░░ 150 of 300, \d/);
    expect(busy).toContain('plugin-0@acme');
  });

  it('a refusal leaves the plugins as they were read, and the heading free again', async () => {
    const before = ownerOf('experiment');
    let state = before;
    const seen: (string | undefined)[] = [];
    const change: Doing['change'] = (make) => {
      state = make(state);
      seen.push(plugins.of(state).reading?.what);
    };
    const refuse = () => Promise.reject(new RefusedError('acme is blocked'));
    await expect(record({ change } as Doing, 'promoting acme', refuse)).rejects.toThrow('acme is blocked');
    expect(seen).toEqual(['promoting acme', undefined]);
    expect(plugins.of(state).inventory).toBe(plugins.of(before).inventory);
  });
});

describe('without a CLI', () => {
  it('the list says why it has nothing of what the CLI lists', async () => {
    const { keys, see } = runCockpit(testWorld(), { codex: '/nowhere/codex' });
    await see('no rollout yet');
    keys('6');
    await see(/list-failed +codex plugin list +\/nowhere\/codex --version: could not be started/);
    await see('on codex-cli without a version');
  });
});
