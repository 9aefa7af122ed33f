import { describe, expect, it } from 'vitest';
import { testWorld } from '../../../support/world.ts';
import { press, pressed, runCockpit, frameOf as shown, type, wholeFrame } from '../../support.tsx';
import { stateOf } from './support.ts';

describe('D', () => {
  it('compares the newest snapshot with now, unless others are named', () => {
    const form = press(stateOf(2), 'D');
    expect(form.overlay).toMatchObject({ fields: [{ value: 'last' }, { value: 'now' }] });
    const [asked, effect] = pressed(form, ['ctrl-u', '1', '2', 'enter', 'enter']);
    expect(effect).toMatchObject({ name: 'compare-snapshots', input: { before: '12', after: 'now' } });
    expect(shown(asked)).toContain('What changed between snapshot 12 and now');
  });

  it.each([
    [['ctrl-u', 'enter', 'enter'], 0, 'name the entry of a snapshot, or "last"'],
    [['enter', 'ctrl-u', 'enter'], 1, 'name the entry of a snapshot, or "last" or "now"'],
  ])('after %j says at the field what it needs', (keys, active, refusal) => {
    expect(press(stateOf(2), 'D', ...keys).overlay).toMatchObject({ active, refusal });
  });
});

describe('l', () => {
  it('checks the manifests of the configured marketplaces, or those of a folder', () => {
    const [all, effect] = pressed(stateOf(2), ['l', 'enter']);
    expect(effect).toMatchObject({ name: 'plugin-lint', input: { folder: undefined } });
    expect(shown(all)).toContain('What the CLI refuses or ignores in the configured marketplaces');
    const [one, ofFolder] = pressed(type(press(stateOf(2), 'l'), './ours'), ['enter']);
    expect(ofFolder).toMatchObject({ input: { folder: './ours' } });
    expect(shown(one)).toContain('What the CLI refuses or ignores in ./ours');
  });

  it('answers with the time of the answer, and counts what it found', async () => {
    const { cockpit, keys, see } = runCockpit(testWorld());
    await see('no rollout yet');
    keys('6', 'l', 'enter');
    await see('No marketplace is configured.');
    expect(wholeFrame(cockpit.state())).toMatch(/the configured marketplaces \(\d\d:\d\d\)/);
    keys('esc', 'l', ...'missing', 'enter');
    await see(/missing: 1 finding\b/);
    await see(/blocker +.*missing: it has none of/);
  });
});

describe('R', () => {
  it('asks nothing, and works in a session that only looks', () => {
    const [asked, effect] = pressed({ ...stateOf(2), readOnly: true }, ['R']);
    expect(effect?.name).toBe('plugin-requirements');
    expect(shown(asked)).toContain('For requirements.toml: only the team standards (y copies it)');
    expect(shown(asked)).toContain('reading…');
  });
});
