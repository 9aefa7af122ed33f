import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ownRunbook } from '../../../../src/app/runbooks/own-runbook.ts';
import { publishRunbook } from '../../../../src/app/runbooks/publish-runbook.ts';
import { twoItems } from '../../../support/rollout-builders.ts';
import { itemText, runbookText } from '../../../support/runbooks.ts';
import { team, writeRunbook } from '../../../support/team.ts';
import { runCockpit } from '../../support.tsx';

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

  it('a runbook that only the project has is read, published and then in force', async () => {
    const { world } = await team();
    writeRunbook(world, 'ours', runbookText({ id: 'ours', kind: 'procedure', body: 'How we do it' }));
    const { keys, see } = runCockpit({ ...world, now: () => new Date() });
    await see('Gate ');
    keys('5');
    await see('Not published: ours');
    keys('/', ...'ours', 'enter');
    await see(/▸ Ours +procedure +ours +new/);
    keys('d');
    await see('+How we do it');
    keys('p', ...'wanted', 'enter', ...'a test', 'enter');
    await see('Put runbooks/ours.md in force as revision 1 of ours?');
    keys('enter', 'esc', 'esc');
    await see(/▸ Ours +procedure +ours +revision 1/);
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
