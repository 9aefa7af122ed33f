import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkFinishedWith, draft, runStarted } from '../../../support/history.ts';
import { team } from '../../../support/team.ts';
import { on, refusalOf, runCockpit } from '../../support.tsx';
import { checksOf, suiteOf } from './support.ts';

/** The Checks screen after a check failed with this finding; the editor writes down what it was started with. */
async function failedWith(actual: string) {
  const { world, store } = await team();
  const [editor, started] = [join(world.root, 'vi'), join(world.root, 'started')];
  writeFileSync(editor, `#!/bin/sh\nprintf '%s\\n' "$@" > ${started}\n`);
  chmodSync(editor, 0o700);
  const event = checkFinishedWith('r1', { verdict: 'fail', summary: 'it is not accepted', actual });
  await store.append(() => [draft(runStarted('r1')), draft(event)]);
  const environment = { ...world.environment, EDITOR: editor };
  const { keys, see, cockpit } = runCockpit({ ...world, environment });
  await see('ada@example.com');
  keys('2');
  await see('1 fail');
  const edited = () =>
    expect.poll(() => existsSync(started) && readFileSync(started, 'utf8').split('\n'), { timeout: 30_000 });
  return { ...world, keys, see, cockpit, edited };
}

describe('e', () => {
  it('opens the file that the finding names, at its line', async () => {
    const { keys, edited, teamHome } = await failedWith('$CODEX_HOME/config.toml:4:1: unknown field');
    writeFileSync(join(teamHome, 'config.toml'), '\n');
    keys('e');
    await edited().toEqual(['+4', join(teamHome, 'config.toml'), '']);
  });

  it('asks which, where several are named', async () => {
    const { keys, see, edited, teamHome, cwd } = await failedWith('AGENTS.md:2: no rule');
    for (const folder of [teamHome, cwd]) writeFileSync(join(folder, 'AGENTS.md'), '\n');
    keys('e');
    await see('Edit a file that the finding names');
    keys('down', 'enter');
    await edited().toEqual(['+2', join(teamHome, 'AGENTS.md'), '']);
  });

  it('says that nothing is there to be opened', async () => {
    const { keys, see } = await failedWith('config.toml:4:1: unknown field');
    keys('e');
    await see('cli.version: the finding names no file that is there');
  });

  it('needs a result', () => {
    expect(refusalOf(on('checks', { suite: suiteOf('a.b') }), 'e')).toBe('it has not run yet');
    expect(refusalOf(on('checks'), 'e')).toBe('no check is selected');
    expect(refusalOf({ ...checksOf([{}]), readOnly: true }, 'e')).toBeUndefined();
  });
});
