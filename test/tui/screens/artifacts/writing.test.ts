import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { opened } from './opened.ts';

describe('e', () => {
  it('begins an artifact in the editor, records what was written, and nothing when nothing changed', async () => {
    const { keys, see, text, edits } = await opened('bob', {
      editor: 'echo "# Ours {{WHO}}" > "$file"',
    });
    keys('e');
    await see('ours revision 1 is a draft with 1 gap: WHO');
    expect(await text()).toBe('# Ours {{WHO}}\n');
    edits('true');
    keys('e');
    await see('nothing was changed in ours, and nothing is recorded');
    edits('sed -i s/{{WHO}}/us/ "$file"');
    keys('e');
    await see('ours revision 2 is a draft; s gives it to its reviewers');
    expect(await text()).toBe('# Ours us\n');
  });

  it('says what to do without an editor', async () => {
    const { keys, see, environment } = await opened('bob');
    environment.EDITOR = '';
    keys('e');
    await see('no editor is named. Set VISUAL or EDITOR, such as EDITOR="code --wait".');
  });

  it('keeps a text that is refused, shows why, and goes on with it', async () => {
    const { keys, see, text, edits } = await opened('bob', {
      kind: { format: 'toml' },
      editor: 'echo "a =" > "$file"',
    });
    keys('e');
    await see('ours was not recorded');
    await see(/ours\.toml:1:\d+: not valid TOML/);
    await see(/Your text is kept in .*ours\.toml; press e to go on with it/);
    edits('sed -i "s/=$/= 1/" "$file"');
    keys('e');
    await see('ours revision 1 is a draft');
    expect(await text()).toBe('a = 1\n');
  });

  it('keeps a text that another process overtook', async () => {
    const all = await opened('bob', {
      editor: 'while [ ! -e "$HOME/go" ]; do sleep 0.05; done; echo mine > "$file"',
    });
    all.keys('e');
    await all.revise('theirs', 'sue');
    writeFileSync(join(all.world.root, 'go'), '');
    await all.see('sue@example.com recorded revision 1 of ours while you wrote');
    expect(await all.text()).toBe('theirs\n');
  });
});

describe('i', () => {
  it('records the text of a file, after a look at what changes', async () => {
    const { keys, see, text, file } = await opened('bob', { text: 'one\n' });
    file('new.md', 'one\n{{TWO}}\n');
    keys('i', ...'new.md', 'enter', ...'for all', 'enter');
    await see('Record new.md as revision 2 of ours?');
    await see('artifact.revised: ours revision 2, +1 -0 since revision 1');
    await see('note: for all');
    await see('It has 1 gap to fill: TWO.');
    keys('enter');
    await see('ours revision 2 is a draft with 1 gap: TWO');
    expect(await text()).toBe('one\n{{TWO}}\n');
  });

  it('refuses in the form what cannot be a text, and records nothing', async () => {
    const { cockpit, keys, see, file, store } = await opened('bob');
    file('bad.md', Buffer.from([0x61, 0xff]));
    file('big.md', 'x'.repeat(5 * 1024 * 1024));
    const entries = await store.countEntries();
    for (const [name, reason] of [
      ['none.md', 'none.md: cannot read the text'],
      ['bad.md', 'bad.md:1:2: not UTF-8: byte 0xff at offset 1'],
      ['big.md', 'big.md: 5.0 MiB is too large'],
      ['/dev/tty', '/dev/tty is a device, not a file'],
      ['', 'name the file with the text'],
      ['.', '.: cannot read the text'],
      ['x\u001b[31m.md', 'x.md: cannot read the text'],
    ] as const) {
      keys('i', 'ctrl-r');
      cockpit.paste(name);
      keys('enter', 'enter');
      await see(reason);
      expect(cockpit.state().overlay?.type).toBe('form');
      keys('esc');
    }
    expect(await store.countEntries()).toBe(entries);
  });
});
