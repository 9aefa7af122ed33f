import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ListedRunbook } from '../../../src/app/runbooks/list-runbooks.ts';
import { ownRunbook } from '../../../src/app/runbooks/own-runbook.ts';
import { publishRunbook } from '../../../src/app/runbooks/publish-runbook.ts';
import { drafts, runbooks } from '../../../src/tui/screens/runbooks/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { twoItems } from '../../support/rollout-builders.ts';
import { itemText, runbookText } from '../../support/runbooks.ts';
import { team, writeRunbook } from '../../support/team.ts';
import {
  change,
  frameOf,
  on,
  paneOf,
  press,
  pressed,
  refusalOf,
  runCockpit,
  wholeFrame,
} from '../support.tsx';

const me: State['me'] = { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false };

const listed = (id: string, differs: boolean): ListedRunbook => ({
  id,
  kind: 'phase',
  title: id,
  items: 2,
  revision: 1,
  file: `runbooks/${id}.md`,
  differs,
});

const readable = (id: string, text: string) => ({ id, kind: 'phase', title: `The ${id}`, revision: 1, text });

const shelf = (found: Partial<ReturnType<typeof drafts.of>> = {}, more: Partial<State> = {}): State => {
  const state = runbooks.set(on('runbooks', { me, ...more }), [
    readable('pilot', '# Pilot'),
    readable('scale', '# Scale'),
  ]);
  return drafts.set(state, {
    at: state.status?.entries,
    listed: [listed('pilot', true), listed('scale', false)],
    fault: undefined,
    ...found,
  });
};

describe('the Runbooks screen', () => {
  it('says which texts of the project differ from those in force', () => {
    const frame = frameOf(shelf());
    expect(frame).toContain('Not published: pilot (d shows the difference, p publishes)');
    expect(paneOf(frame)[1]).toMatch(/▸ The pilot +phase +pilot +revision 1 +differs/);
    expect(paneOf(frame)[2]).toMatch(/The scale +phase +scale +revision 1$/);
    expect(frameOf(shelf({ listed: [] }))).toContain('The texts of the project are those in force.');
  });

  it('says where a text of the project is broken, and publishes none then', () => {
    const state = shelf({ listed: [], fault: 'runbooks/pilot.md:6:3: items[0].owner: no such role' });
    expect(frameOf(state)).toContain('runbooks/pilot.md:6:3: items[0].owner: no such role');
    expect(refusalOf(state, 'p')).toContain('runbooks/pilot.md:6:3');
  });

  it('says why a key cannot be used', () => {
    const lead = { email: 'bob@example.com', roles: ['team lead' as const], hasKey: false };
    expect(refusalOf(shelf({}, { me: lead }), 'p')).toBe('needs the role platform engineer or rollout owner');
    expect(refusalOf(press(shelf(), 'j'), 'p')).toBe("the project's text of scale is in force as it is");
    expect(refusalOf(shelf({}, { readOnly: true }), 'p')).toBe('this session is read-only');
  });

  it('shows the difference before it asks why to publish it', () => {
    const [state, effect] = pressed(shelf(), ['p']);
    expect(state).toMatchObject({ detail: { of: 'difference' }, overlay: undefined });
    expect(effect).toMatchObject({ name: 'read-documents', input: ['difference pilot'] });
    const read = change(state, (now) => ({ ...now, documents: { 'difference pilot': '+ a third item' } }));
    expect(paneOf(frameOf(read))).toContain('+ a third item');
    expect(press(read, 'p').overlay).toMatchObject({
      command: 'publish-runbook',
      fields: [{ label: 'Reason' }, { label: 'Why without a run' }],
    });
  });

  it('asks only rollout owners why not to wait for a passing run, and everybody for a reason', () => {
    const engineer = { email: 'bob@example.com', roles: ['platform engineer' as const], hasKey: false };
    const form = press(shelf({}, { me: engineer }), 'p', 'p');
    expect(form.overlay).toMatchObject({ fields: [{ label: 'Reason' }] });
    expect(press(form, 'enter').overlay).toMatchObject({
      refusal: expect.stringContaining('a reason is needed'),
    });
  });

  it('asks before it writes a file of the project', () => {
    expect(press(shelf(), 'e').overlay).toMatchObject({
      question: "Edit the project's text of pilot? It counts once it is published.",
      records: [],
      writes: ['runbooks/pilot.md, with the text in force unless the project has its own'],
    });
  });

  it('opens the revisions, and escape goes back to the list', () => {
    const [open, effect] = pressed(shelf(), ['H']);
    expect(effect).toMatchObject({ input: ['revisions pilot'] });
    expect(frameOf(open)).toContain('reading…');
    expect(press(open, 'esc').detail).toBeUndefined();
  });

  it('obeys no control sequence of a text, in a narrow terminal', () => {
    const hostile = runbooks.set(shelf(), [readable('pilot', 'a\u001b[2Jb\u0007'), readable('scale', 'x')]);
    const frame = wholeFrame(hostile, { width: 60, height: 16 });
    expect(frame).not.toContain('\u001b[2J');
    expect(frame).toContain('The scale');
  });
});

describe('on a real history', () => {
  const third = runbookText({ items: twoItems + itemText('pilot.third') });

  it('a changed runbook is validated, compared and published without a command', async () => {
    const { world } = await team();
    writeRunbook(world, 'pilot', third.replace('owner: rollout owner', 'owner: nobody'));
    const { keys, see } = runCockpit({ ...world, now: () => new Date() });
    await see('Gate ');
    keys('5');
    await see(/runbooks\/pilot\.md:\d+:\d+: /);
    writeRunbook(world, 'pilot', third);
    keys('v');
    await see(/\d+ runbooks with \d+ items are valid\./);
    keys('esc');
    await see('Not published: pilot');
    keys('d');
    await see(/\+ {2}- id: pilot\.third/);
    keys('p', ...'a third item', 'enter', 'enter');
    await see('a changed runbook needs a passing suite on the pin 0.139.0: no suite has run yet');
    keys(...'a test', 'enter');
    await see('Put runbooks/pilot.md in force as revision 2 of pilot?');
    await see('without a passing run, because "a test"');
    keys('enter');
    await see('revision 2 of pilot is in force');
    keys('esc');
    await see('The texts of the project are those in force.');
    keys('H');
    await see(/revision 2 .* a third item/);
  });

  it('a text that was changed after it was looked at is not published', async () => {
    const { world, store } = await team();
    writeRunbook(world, 'pilot', third);
    const asked = { runbook: 'pilot', reason: 'r', waiveSuite: 'a test', sha256: 'aa'.repeat(32) };
    await expect(publishRunbook(world, store, asked)).rejects.toThrow('was changed since you looked at it');
  });

  it('the text in force is written for a project that has none, and never over its own', async () => {
    const { world, store } = await team();
    const file = await ownRunbook(world, store, 'scale');
    expect(file).toBe(join(world.cwd, 'runbooks', 'scale.md'));
    expect(readFileSync(file, 'utf8')).toContain('id: scale');
    await expect(ownRunbook(world, store, 'moon')).rejects.toThrow('moon');
    writeFileSync(file, 'broken');
    expect(await ownRunbook(world, store, 'scale')).toBe(file);
    expect(readFileSync(file, 'utf8')).toBe('broken');
  });
});
