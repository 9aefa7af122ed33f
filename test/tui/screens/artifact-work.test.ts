import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArtifact } from '../../../src/app/artifacts/read-artifacts.ts';
import { reviseArtifact } from '../../../src/app/artifacts/revise-artifact.ts';
import { submitArtifact } from '../../../src/app/artifacts/submit-artifact.ts';
import { kindsText, teamWithKinds } from '../../support/artifacts.ts';
import { testRepository } from '../../support/repository.ts';
import { runCockpit } from '../support.tsx';

const artifact = 'ours';

/** The cockpit of somebody with one artifact selected, and an editor that does what a script says with "$1". */
async function opened(
  who: 'ada' | 'bob' | 'sue',
  { kind = {}, editor = 'true' }: { kind?: Record<string, string>; editor?: string } = {},
) {
  const all = await teamWithKinds(kindsText({ id: artifact, ...kind }));
  const program = join(all.world.root, 'vim');
  const edits = (script: string) => writeFileSync(program, `#!/bin/sh\nfor file; do :; done\n${script}\n`);
  edits(editor);
  chmodSync(program, 0o700);
  const environment: Record<string, string | undefined> = { ...all.world.environment, EDITOR: program };
  const cockpit = runCockpit({ ...all.as(who), environment });
  const open = async () => {
    await cockpit.see(/Acme/);
    cockpit.keys('9');
    await cockpit.see('usage-policy');
    cockpit.keys('/', ...(kind.id ?? artifact), 'enter');
  };
  const text = async (id: string = artifact) => (await readArtifact(all.world, all.store, { id })).text;
  const file = (name: string, content: string | Buffer) => {
    writeFileSync(join(all.world.cwd, name), content);
    return name;
  };
  const revise = (content: string, by: 'ada' | 'bob' | 'sue' = 'bob') =>
    reviseArtifact(all.as(by), all.store, { artifact: kind.id ?? artifact, text: content, file: 'f' });
  const submit = () => submitArtifact(all.as('ada'), all.store, { artifact: kind.id ?? artifact });
  return { ...all, ...cockpit, environment, open, edits, text, file, revise, submit };
}

describe('e', () => {
  it('begins an artifact in the editor, records what was written, and nothing when nothing changed', async () => {
    const { open, keys, see, text, edits } = await opened('bob', {
      editor: 'echo "# Ours {{WHO}}" > "$file"',
    });
    await open();
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
    const { open, keys, see, environment } = await opened('bob');
    environment.EDITOR = '';
    await open();
    keys('e');
    await see('no editor is named. Set VISUAL or EDITOR, such as EDITOR="code --wait".');
  });

  it('keeps a text that is refused, shows why, and goes on with it', async () => {
    const { open, keys, see, text, edits } = await opened('bob', {
      kind: { format: 'toml' },
      editor: 'echo "a =" > "$file"',
    });
    await open();
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
    await all.open();
    all.keys('e');
    await all.revise('theirs', 'sue');
    writeFileSync(join(all.world.root, 'go'), '');
    await all.see('sue@example.com recorded revision 1 of ours while you wrote');
    expect(await all.text()).toBe('theirs\n');
  });
});

describe('i', () => {
  it('records the text of a file, after a look at what changes', async () => {
    const { open, keys, see, text, file, revise } = await opened('bob');
    await revise('one\n');
    file('new.md', 'one\n{{TWO}}\n');
    await open();
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
    const { open, cockpit, keys, see, file, store } = await opened('bob');
    file('bad.md', Buffer.from([0x61, 0xff]));
    file('big.md', 'x'.repeat(5 * 1024 * 1024));
    await open();
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

describe('s', () => {
  it('shows the gaps with their places, and e opens the editor there', async () => {
    const { open, keys, see, world, edits, revise } = await opened('sue');
    await revise('one\n{{TWO}}\n');
    await open();
    keys('s');
    await see('ours cannot be submitted yet');
    await see('ours:2:1 {{TWO}}');
    await see('Fill them: press e');
    edits('echo "$@" > "$HOME/called"; sed -i s/{{TWO}}/two/ "$file"');
    keys('e');
    await see('ours revision 2 is a draft; s gives it to its reviewers');
    expect(readFileSync(join(world.root, 'called'), 'utf8')).toMatch(/^\+2 /);
  });

  it('asks, and gives it to its reviewers', async () => {
    const { open, keys, see, revise } = await opened('sue');
    await revise('one\n');
    await open();
    keys('s');
    await see('Give ours to its reviewers, security owner and rollout owner?');
    keys('enter');
    await see('ours revision 1 waits for security owner, rollout owner');
    await see(/● in review +ours/);
  });

  it('shows the faults of a policy with their lines, and e opens the editor at the first', async () => {
    const { open, keys, see, world, edits, revise } = await opened('sue', {
      kind: { id: 'needs', format: 'toml', publish_to: 'requirements.toml' },
    });
    await revise('\nallowed_sandbox_mode = ["read-only"]\n');
    await open();
    keys('s');
    await see('needs cannot be submitted yet');
    await see(/needs:2:\d+: allowed_sandbox_mode/);
    edits('echo "$@" > "$HOME/called"');
    keys('e');
    await see('nothing was changed in needs');
    expect(readFileSync(join(world.root, 'called'), 'utf8')).toMatch(/^\+2 /);
  });
});

describe('t', () => {
  it('shows what is wrong with a policy before anybody is asked, and records nothing', async () => {
    const { open, keys, see, revise, store } = await opened('sue', {
      kind: { id: 'needs', format: 'toml', publish_to: 'requirements.toml' },
    });
    await revise('allowed_sandbox_mode = ["read-only"]\n');
    const entries = await store.countEntries();
    await open();
    keys('t');
    await see('What the CLI makes of the newest text of needs; nothing is recorded');
    await see(/needs:1:\d+: allowed_sandbox_mode/);
    expect(await store.countEntries()).toBe(entries);
  });
});

describe('a', () => {
  it('approves the text that was read', async () => {
    const { open, keys, see, revise, submit } = await opened('sue');
    await revise('one\n');
    await submit();
    await open();
    await see(/● in review +ours/);
    keys('enter');
    await see(/Revision 1, in review/);
    keys('G', 'a');
    await see('Have you read ours, and do you approve it?');
    keys('enter');
    await see('approved ours revision 1 as security owner; it waits for more approvals');
  });

  it('refuses when another process recorded two revisions since the question', async () => {
    const { open, keys, see, revise, submit, store, world } = await opened('sue');
    await revise('one\n');
    await submit();
    await open();
    await see(/● in review +ours/);
    keys('enter');
    await see(/Revision 1, in review/);
    keys('G', 'a');
    await see('Have you read ours');
    await revise('two\n');
    await revise('three\n');
    await submit();
    keys('enter');
    await see('bob@example.com recorded revision 3; this is its text');
    const { artifact: found } = await readArtifact(world, store, { id: artifact });
    expect(found.newest?.approvals).toEqual([]);
  });
});

describe('p', () => {
  async function publishing() {
    const all = await opened('ada');
    const repository = testRepository({}, { origin: 'https://git.example.com/shop.git' });
    await all.approved(artifact, '# Policy\n\none\n');
    await all.open();
    await all.see(/✔ approved +ours/);
    /** Fills the form anew. */
    const ask = (...choices: string[]) =>
      all.keys('p', 'ctrl-r', 'ctrl-u', ...repository.root, 'enter', ...choices);
    return { ...all, repository, ask };
  }

  it('shows the file and its difference, writes it, and D finds it the same', async () => {
    const { ask, keys, see, repository } = await publishing();
    ask('enter', 'enter');
    await see('Write revision 1 of ours into https://git.example.com/shop.git?');
    await see(`${join(repository.root, 'docs/policy.md')} (a new file)`);
    await see('+# Policy');
    await see('artifact.published: ours revision 1 in https://git.example.com/shop.git as docs/policy.md');
    expect(existsSync(join(repository.root, 'docs'))).toBe(false);
    keys('enter');
    await see('published revision 1 of ours as');
    expect(repository.read('docs/policy.md')).toContain('# Policy\n');
    await see('1 published copy; D looks whether they drifted');
    keys('D', 'enter', 'enter');
    await see(/same +ours +https:\/\/git\.example\.com\/shop\.git +docs\/policy\.md +revision 1/);
    repository.write('docs/policy.md', repository.read('docs/policy.md').replace('one', 'ONE'));
    keys('esc', 'D', 'enter', 'enter');
    await see('changed since revision 1 was published');
    await see('+ONE');
    keys('esc');
    await see(/Published copies at \d\d:\d\d: 1 of 1 drifted/);
  });

  it('leaves another text there unless the form says otherwise, and shows what is lost then', async () => {
    const { ask, keys, see, repository } = await publishing();
    repository.write('docs/policy.md', 'theirs\n');
    ask('enter', 'enter');
    await see('docs/policy.md: its text is not a revision of ours');
    expect(repository.read('docs/policy.md')).toBe('theirs\n');
    keys('esc');
    ask('enter', 'down', 'enter');
    await see('OVERWRITES a text from elsewhere');
    await see('-theirs');
    repository.write('docs/policy.md', 'theirs, later\n');
    keys('enter');
    await see('it was changed since its difference was shown. Publish once more.');
    expect(repository.read('docs/policy.md')).toBe('theirs, later\n');
  });

  it('takes no path outside, no control character, and wants a repository', async () => {
    const { ask, cockpit, keys, see, repository, world } = await publishing();
    for (const [path, reason] of [
      ['../outside.md', 'is no path inside a repository'],
      ['.git/hooks/x', '".git/hooks/x" is no path inside a repository'],
      ['docs/\u001b[31mx', `${join(repository.root, 'docs/x')} (a new file)`],
    ] as const) {
      ask('ctrl-u');
      cockpit.paste(path);
      keys('enter', 'enter');
      await see(reason);
      keys('esc', 'esc');
    }
    expect(existsSync(join(repository.root, '..', 'outside.md'))).toBe(false);
    keys('p', 'ctrl-r', 'ctrl-u', ...world.root, 'enter', 'enter', 'enter');
    await see(/this is not in a git repository/);
  });
});
