import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { editArtifact } from '../../../src/app/artifacts/edit-artifact.ts';
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
