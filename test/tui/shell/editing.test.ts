import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Cockpit } from '../../../src/tui/shell/cockpit.ts';
import { assemble } from '../../../src/tui/shell/keys/keymap.ts';
import type { ScreenSpec } from '../../../src/tui/shell/screen.ts';
import { type Doing, tell } from '../../../src/tui/shell/state.ts';
import { testWorld } from '../../support/world.ts';

/** A cockpit whose key e does something with the editor, and whose other keys are noted. */
function withEditor(script: string, act: (doing: Doing) => Promise<void>) {
  const world = testWorld();
  const editor = join(world.root, 'vim');
  writeFileSync(editor, `#!/bin/sh\n${script}\n`);
  chmodSync(editor, 0o700);
  const typed: string[] = [];
  const screen: ScreenSpec = {
    ...{ id: 'rollout', title: 'Files', description: 'files', hasFilter: false },
    keys: [
      {
        ...{ command: 'edit', keys: ['e'], description: 'edit' },
        press: (state) => [state, { name: 'edit', carryOut: act }],
      },
      {
        ...{ command: 'other', keys: ['x'], description: 'something else' },
        press: (state) => {
          typed.push('x');
          return [state];
        },
      },
    ],
    ...{ rowIds: () => [], rowCount: () => 0, view: () => null, detail: () => undefined },
  };
  const faults: unknown[] = [];
  const environment = { ...world.environment, EDITOR: editor };
  const exits = {
    leave: () => undefined,
    send: () => undefined,
    fail: (cause: unknown) => faults.push(cause),
  };
  const cockpit = new Cockpit(assemble([screen]), { ...world, environment }, {}, exits);
  onTestFinished(async () => {
    await cockpit.close();
    expect(faults).toEqual([]);
  });
  const press = (key: string) => cockpit.dispatch({ type: 'pressed', key, text: key });
  const see = (notice: string) =>
    expect.poll(() => cockpit.state().notice ?? '', { timeout: 30_000 }).toContain(notice);
  return { cockpit, press, see, typed, world };
}

describe('editing a file from a screen', () => {
  it('opens the editor at the place, with the environment of the cockpit', async () => {
    const { press, world, cockpit } = withEditor('echo "$HOME $@" > "$HOME/called"', (doing) =>
      doing.edit({ path: 'config.toml', line: 4 }),
    );
    press('e');
    await expect.poll(() => cockpit.state().status, { timeout: 30_000 }).toBeDefined();
    expect(readFileSync(join(world.root, 'called'), 'utf8')).toBe(
      `${world.root} +4 ${join(world.cwd, 'config.toml')}\n`,
    );
    expect(cockpit.state().notice).toBeUndefined();
  });

  it('takes no key until the editor is left: what is typed is for the editor', async () => {
    const { press, typed, see } = withEditor('true', async (doing) => {
      await doing.edit({ path: 'f' });
      doing.change((state) => tell(state, 'edited'));
    });
    press('e');
    press('x');
    await see('edited');
    expect(typed).toEqual([]);
    press('x');
    expect(typed).toEqual(['x']);
  });

  it('says what to do when the editor fails, and stays', async () => {
    const { press, see } = withEditor('exit 7', (doing) => doing.edit({ path: 'f' }));
    press('e');
    await see('vim" failed (exit 7). Look at $VISUAL and $EDITOR.');
  });

  it('says what to do when there is no such editor', async () => {
    const { press, see } = withEditor('true', async (doing) => {
      const { environment } = doing.world();
      (environment as Record<string, string>).EDITOR = 'no-such-editor --wait';
      await doing.edit({ path: 'f' });
    });
    press('e');
    await see('the editor "no-such-editor" was not found. Set VISUAL or EDITOR to one that is installed.');
  });

  it('lends the terminal to one program at a time', async () => {
    const { press, see } = withEditor('true', async (doing) => {
      await Promise.all([doing.edit({ path: 'f' }), doing.edit({ path: 'g' })]);
    });
    press('e');
    await see('another program has the terminal. Leave it first.');
  });
});
