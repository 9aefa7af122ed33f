import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readArtifact } from '../../../../src/app/artifacts/read-artifacts.ts';
import { artifact, opened, readToItsEnd } from './opened.ts';

describe('s', () => {
  it('shows the gaps with their places, and e opens the editor there', async () => {
    const { keys, see, world, edits } = await opened('sue', { text: 'one\n{{TWO}}\n' });
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
    const { keys, see } = await opened('sue', { text: 'one\n' });
    keys('s');
    await see('Give ours to its reviewers, security owner and rollout owner?');
    keys('enter');
    await see('ours revision 1 waits for security owner, rollout owner');
    await see(/● in review +ours/);
  });

  it('shows the faults of a policy with their lines, and e opens the editor at the first', async () => {
    const { keys, see, world, edits } = await opened('sue', {
      kind: { id: 'needs', format: 'toml', publish_to: 'requirements.toml' },
      text: '\nallowed_sandbox_mode = ["read-only"]\n',
    });
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
    const { keys, see, store } = await opened('sue', {
      kind: { id: 'needs', format: 'toml', publish_to: 'requirements.toml' },
      text: 'allowed_sandbox_mode = ["read-only"]\n',
    });
    const entries = await store.countEntries();
    keys('t');
    await see('What the CLI makes of the newest text of needs; nothing is recorded');
    await see(/needs:1:\d+: allowed_sandbox_mode/);
    expect(await store.countEntries()).toBe(entries);
  });
});

describe('a', () => {
  it('approves the text that was read', async () => {
    const { keys, see } = await readToItsEnd('sue');
    keys('enter');
    await see('approved ours revision 1 as security owner; it waits for more approvals');
  });

  it('refuses when another process recorded two revisions since the question', async () => {
    const { keys, see, revise, submit, store, world } = await readToItsEnd('sue');
    await revise('two\n');
    await revise('three\n');
    await submit();
    keys('enter');
    await see('bob@example.com recorded revision 3; this is its text');
    const { artifact: found } = await readArtifact(world, store, { id: artifact });
    expect(found.newest?.approvals).toEqual([]);
  });
});
