import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editArtifact, KeptTextError } from '../../../src/app/artifacts/edit-artifact.ts';
import { readArtifact } from '../../../src/app/artifacts/read-artifacts.ts';
import { reviseArtifact } from '../../../src/app/artifacts/revise-artifact.ts';
import { kindsText, teamWithKinds } from '../../support/artifacts.ts';

const artifact = 'policy';

/** A team, and an editor that does what the script says with the file "$file". */
async function withEditor(script: string, kinds = kindsText()) {
  const { world, store } = await teamWithKinds(kinds);
  const editor = join(world.root, 'my editor');
  writeFileSync(editor, `#!/bin/sh\nfile="$2"\necho "$1 $file" > "${world.root}/called"\n${script}\n`);
  chmodSync(editor, 0o700);
  const environment = { ...world.environment, EDITOR: `"${editor}" --wait` };
  const called = () => readFileSync(join(world.root, 'called'), 'utf8').trim();
  return { world: { ...world, environment }, store, called };
}

describe('editing an artifact', () => {
  it('records what became of the text, in a private file that is gone afterwards', async () => {
    const { world, store, called } = await withEditor('echo "# New" > "$file"');
    expect(await editArtifact(world, store, { artifact, note: 'by hand' })).toMatchObject({
      ...{ revision: 1, state: 'draft', note: 'by hand' },
    });
    expect((await readArtifact(world, store, { id: artifact })).text).toBe('# New\n');
    const [flag, file = ''] = called().split(/ (.*)/);
    expect([flag, file.endsWith('policy.md'), existsSync(file)]).toEqual(['--wait', true, false]);
  });

  it('shows the text to nobody else', async () => {
    const { world, store } = await withEditor('stat -c %a "$file" > "$HOME/mode"; echo x > "$file"');
    await editArtifact(world, store, { artifact });
    expect(readFileSync(join(world.root, 'mode'), 'utf8').trim()).toBe('600');
  });

  it('starts from the newest text', async () => {
    const { world, store } = await withEditor('echo more >> "$file"');
    await reviseArtifact(world, store, { artifact, text: 'one', file: 'f' });
    await editArtifact(world, store, { artifact });
    expect((await readArtifact(world, store, { id: artifact })).text).toBe('one\nmore\n');
  });

  it('records nothing when nothing was changed, or the editor failed', async () => {
    const { world, store } = await withEditor('true');
    await reviseArtifact(world, store, { artifact, text: 'one', file: 'f' });
    const entries = await store.countEntries();
    expect(await editArtifact(world, store, { artifact })).toBeUndefined();
    const failing = { ...world, environment: { ...world.environment, EDITOR: 'false' } };
    await expect(editArtifact(failing, store, { artifact })).rejects.toMatchObject({
      exitCode: 3,
      message: 'the editor "false" failed (exit 1); nothing was recorded',
    });
    const missing = { ...world, environment: { ...world.environment, EDITOR: '/no/such/editor' } };
    await expect(editArtifact(missing, store, { artifact })).rejects.toMatchObject({
      message: 'the editor "/no/such/editor" was not found; nothing was recorded',
      next: 'Set VISUAL or EDITOR to one that is installed.',
    });
    expect(await store.countEntries()).toBe(entries);
  });

  it('keeps a text that is refused, and says where', async () => {
    const { world, store, called } = await withEditor('echo "a = " > "$file"', kindsText({ format: 'toml' }));
    const refused = await editArtifact(world, store, { artifact }).catch((cause) => cause);
    const file = called().split(/ (.*)/)[1] ?? '';
    expect(refused).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('policy.toml:1:'),
      next: expect.stringContaining(
        `Your text is kept in ${file}; correct it, then: codex-cockpit artifact import`,
      ),
    });
    expect(readFileSync(file, 'utf8')).toBe('a = \n');
  });

  it('begins at the first gap of the text', async () => {
    const { world, store } = await withEditor('true');
    await reviseArtifact(world, store, { artifact, text: 'one\ntwo {{TEAM}}\n', file: 'f' });
    const vim = join(world.root, 'vim');
    writeFileSync(vim, `#!/bin/sh\necho "$1" > "${world.root}/called"\n`, { mode: 0o700 });
    const environment = { ...world.environment, EDITOR: vim };
    await editArtifact({ ...world, environment }, store, { artifact });
    expect(readFileSync(join(world.root, 'called'), 'utf8')).toBe('+2\n');
  });

  it('takes line ends and blanks at the end for no change', async () => {
    const { world, store } = await withEditor(`printf 'one\\r\\n\\n\\n' > "$file"`);
    await reviseArtifact(world, store, { artifact, text: 'one', file: 'f' });
    expect(await editArtifact(world, store, { artifact })).toBeUndefined();
  });

  it.each([
    ['no UTF-8', `printf 'one\\n\\377' > "$file"`, /policy\.md:2:1: not UTF-8: byte 0xff/],
    ['5 MB', `head -c 5242880 /dev/zero > "$file"`, /policy\.md: 5(\.0)? MiB is too large/],
    ['a secret', `echo "sk-proj-${'a1B2'.repeat(12)}" > "$file"`, /policy\.md:1: this looks like a secret/],
    ['no text at all', ': > "$file"', 'policy.md: there is no text in it'],
  ])('refuses %s, keeps what was written, and says where', async (_, script, message) => {
    const { world, store, called } = await withEditor(script);
    await reviseArtifact(world, store, { artifact, text: 'one', file: 'f' });
    const refused = await editArtifact(world, store, { artifact }).catch((cause) => cause);
    const file = called().split(/ (.*)/)[1] ?? '';
    expect(refused.message).toMatch(message);
    expect(refused.next).toContain(`Your text is kept in ${file}`);
    expect(existsSync(file)).toBe(true);
  });

  it('goes on with a text that was refused, and removes its file once it is recorded', async () => {
    const { world, store, called } = await withEditor(
      'if [ -s "$HOME/called.1" ]; then sed -i "s/=$/= 2/" "$file"; else echo "a =" > "$file"; echo 1 > "$HOME/called.1"; fi',
      kindsText({ format: 'toml' }),
    );
    const refused = await editArtifact(world, store, { artifact }).catch((cause) => cause);
    expect(refused).toBeInstanceOf(KeptTextError);
    expect(readFileSync(refused.file, 'utf8')).toBe('a =\n');
    const recorded = await editArtifact(world, store, { artifact, kept: refused.file });
    expect(recorded).toMatchObject({ revision: 1 });
    expect((await readArtifact(world, store, { id: artifact })).text).toBe('a = 2\n');
    expect([existsSync(refused.file), called().endsWith(refused.file)]).toEqual([false, true]);
  });

  it('gives up a kept text that is saved empty, and begins anew when its file is gone', async () => {
    const { world, store } = await withEditor('echo "a =" > "$file"', kindsText({ format: 'toml' }));
    const refused = await editArtifact(world, store, { artifact }).catch((cause) => cause);
    writeFileSync(join(world.root, 'my editor'), '#!/bin/sh\n: > "$2"\n');
    expect(await editArtifact(world, store, { artifact, kept: refused.file })).toBeUndefined();
    expect(existsSync(refused.file)).toBe(false);
    writeFileSync(join(world.root, 'my editor'), '#!/bin/sh\necho "a = 1" > "$2"\n');
    expect(await editArtifact(world, store, { artifact, kept: refused.file })).toMatchObject({ revision: 1 });
  });

  it('refuses a text that somebody overtook, and keeps it', async () => {
    const { world, store, called } = await withEditor('echo mine > "$file"');
    const lend = async (work: () => Promise<void>) => {
      await work();
      await reviseArtifact(world, store, { artifact, text: 'theirs', file: 'f' });
    };
    const refused = await editArtifact(world, store, { artifact, lend }).catch((cause) => cause);
    expect(refused.message).toContain('recorded revision 1 of policy while you wrote');
    expect(readFileSync(called().split(/ (.*)/)[1] ?? '', 'utf8')).toBe('mine\n');
  });

  it('prefers VISUAL, and says what to set when neither is', async () => {
    const { world, store } = await withEditor('echo x > "$file"');
    const both = { ...world, environment: { ...world.environment, VISUAL: 'false' } };
    await expect(editArtifact(both, store, { artifact })).rejects.toThrow('the editor "false" failed');
    const none = { ...world, environment: { ...world.environment, EDITOR: '' } };
    await expect(editArtifact(none, store, { artifact })).rejects.toMatchObject({
      exitCode: 2,
      next: expect.stringContaining('Set VISUAL or EDITOR'),
    });
  });
});
