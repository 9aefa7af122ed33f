import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bin, cockpit } from '../support/cockpit.ts';
import { terminal } from '../support/terminal.ts';

/** The cockpit on the artifacts, with a small script as editor; its last argument is the file. */
async function withEditor(script: string) {
  const place = cockpit();
  const editor = join(place.root, 'editor');
  writeFileSync(editor, `#!/bin/sh\n${script}\n`);
  chmodSync(editor, 0o700);
  await place.run('init', '--name', 'Acme', '--as', 'ada@example.com');
  const screen = terminal([process.execPath, bin, '--as', 'ada@example.com'], {
    env: { ...place.environment, EDITOR: editor },
    cwd: place.cwd,
  });
  await screen.press('pilot.pinned-version', '9');
  await screen.press(/not begun +usage-policy/, '/usage-policy\r');
  await screen.see('filter: usage-policy');
  return { ...place, screen };
}

describe('the editor in a real terminal', () => {
  it('gets the terminal with every key, and the cockpit comes back as it was', async () => {
    const { screen, run, root } = await withEditor(
      [
        'stty -a > "$HOME/modes"; echo "editor has it"; text=""',
        'for n in 1 2 3; do read line; text="$text $line"; echo "got $n"; done',
        'echo "#$text" > "$1"',
      ].join('\n'),
    );
    // What is typed right behind the key is not for the cockpit either: i would open a form.
    screen.pty.write('ei');
    await screen.press('editor has it', 'q\r');
    await screen.press('got 1', ':9\r');
    await screen.press('got 2', '?x\r');
    await screen.see('usage-policy revision 1 is a draft; s gives it to its reviewers');
    expect(screen.isFullscreen()).toBe(true);
    expect(screen.lines().join('\n')).toMatch(/draft +usage-policy/);
    expect((await run('artifact', 'export', 'usage-policy')).stdout).toBe('# q :9 ?x\n');
    expect(readFileSync(join(root, 'modes'), 'utf8')).toMatch(/(^|\s)icanon/);
    screen.pty.write('q');
    expect(await screen.ended()).toMatchObject({ exitCode: 0 });
    expect(screen.isFullscreen()).toBe(false);
  });

  it('has Ctrl-C for itself, and the cockpit has it afterwards', async () => {
    const { screen } = await withEditor(
      `trap 'echo "editor stays"' INT; echo "editor has it"; read one; read two; echo "# $two" > "$1"`,
    );
    screen.pty.write('e');
    await screen.press('editor has it', '\u0003');
    await screen.press('editor stays', 'x\ry\r');
    await screen.press('usage-policy revision 1 is a draft', '\u0003');
    expect(await screen.ended()).toMatchObject({ exitCode: 130 });
  });
});
