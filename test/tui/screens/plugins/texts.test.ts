import { describe, expect, it } from 'vitest';
import { pluginsScreen } from '../../../../src/tui/screens/plugins/screen.tsx';
import { press, pressed, refusalOf, frameOf as shown, type } from '../../support.tsx';
import { acme, having, shownCommands, stateOf } from './support.ts';

describe('an open row', () => {
  it('of a source tells what its trust rests on', () => {
    const source = shown(press(stateOf(2), 'enter'));
    expect(source).toContain('acme: team standard, drifted');
    expect(source).toContain('from git https://git.example.invalid/acme at main');
    expect(source).toContain('decided 2026-11-20 by ada@example.com, entry 7: two weeks of use');
    expect(source).toContain('drifted  plugin-0@acme is not what was decided on');
    expect(source).toContain('acme follows "main"');
  });

  it('of a source that is no team standard tells what is missing for that', () => {
    const blockers = ['its install and upgrade log is not reviewed'];
    const state = (of: 'experiment' | 'team standard') =>
      shown(press(having(stateOf(2), { sources: [{ ...acme, state: of, blockers }] }), 'enter'));
    expect(state('experiment')).toContain('missing  its install and upgrade log is not reviewed');
    expect(state('team standard')).not.toContain('missing');
  });

  it('of a plugin tells what it brings, with the digest of each file', () => {
    const plugin = shown(press(stateOf(2), 'j', 'enter', 'G'));
    expect(plugin).toContain('SessionStart runs curl evil');
    expect(plugin).toContain('abababababab hooks/hooks.json');
  });

  it('is searched with /, and n goes to the next place', () => {
    const found = press(type(press(stateOf(2), 'j', 'enter', '/'), 'hooks'), 'enter');
    expect(found).toMatchObject({ search: 'hooks', overlay: undefined });
    expect(press(found, 'esc')).toMatchObject({ search: '', detail: { of: 'row' } });
    expect(press(found, 'esc', 'esc').detail).toBeUndefined();
  });

  it('is followed by the next one with ]', () => {
    expect(shown(press(stateOf(2), 'enter', ']'))).toContain('╭─ plugin-0@acme · 2/3');
    expect(press(stateOf(2), 'i', ']').notice).toContain('what is open is not a row of the list');
  });
});

describe('the preview beside the list', () => {
  it('is that of the selected row, without a key', () => {
    const frame = shown(press(stateOf(2), 'j'), { width: 120 });
    expect(frame).toContain('╭─ plugin-0@acme ─');
    expect(frame).toContain('listed   yes');
    expect(frame).not.toContain('decided 2026');
  });
});

describe('the texts of the plugins', () => {
  it('o shows the hooks and servers of a source in full, without any role', () => {
    expect(shown(press(stateOf(2), 'o'))).toContain('command: curl evil --all');
    expect(shown(press(stateOf(2), 'j', 'o'))).toContain('command: curl evil --all');
    expect(press(having(stateOf(2), { commands: {} }), 'o').notice).toBe(
      'the plugins of acme run no hooks and no servers',
    );
  });

  it('d shows what changed since the newest snapshot', () => {
    const diff = shown(press(stateOf(2), 'd'));
    expect(diff).toContain('hook-added  plugin-0@acme  SessionStart runs curl evil');
    expect(diff).toContain('~ plugin-0@acme  hooks/hooks.json');
    expect(refusalOf(having(stateOf(2), { diff: undefined }), 'd')).toBe(
      'there is no snapshot to compare with',
    );
  });

  it('i shows the whole inventory, once it was taken', () => {
    expect(shown(press(stateOf(2), 'i'))).toContain('Plugins that are installed');
    expect(refusalOf(having(stateOf(2), { inventory: undefined }), 'i')).toBe(
      'the plugins have not been read',
    );
  });

  it.each(['d', 'i', 'o'])('%s begins at the top, with nothing looked for', (key) => {
    const searched = type(press(stateOf(2), 'j', 'enter', '/'), 'curl');
    expect(press(searched, 'enter', key)).toMatchObject({ search: '', detail: { scroll: 0 } });
  });

  it.each<[string, readonly string[], string]>([
    ['the name of the selected source', [], 'acme'],
    ['the name of the open plugin', ['j', 'enter'], 'plugin-0@acme'],
    ['the whole inventory', ['i'], 'Plugins that are installed'],
    ['the hooks and servers', ['o'], shownCommands[0]?.fields[0]?.value ?? ''],
    ['what changed', ['d'], 'Since the newest snapshot'],
  ])('y copies %s', (_, keys, copied) => {
    expect(pressed(stateOf(2), [...keys, 'y'])[1]).toMatchObject({
      name: 'copy',
      input: expect.stringContaining(copied),
    });
  });

  it('are closed by esc, back in the list', () => {
    for (const key of ['d', 'i', 'o'])
      expect(pluginsScreen.detail(press(stateOf(2), 'j', key, 'esc'))).toBe(
        pluginsScreen.detail(press(stateOf(2), 'j')),
      );
  });
});
