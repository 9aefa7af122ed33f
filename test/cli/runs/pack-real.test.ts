import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { capturePlace } from '../../support/captures.ts';

const addFile = {
  type: 'patch',
  patch: '*** Begin Patch\n*** Add File: added.js\n+export const added = 1;\n*** End Patch',
} as const;

it('a run of the real CLI is packed, verified and let through the gates, and one changed byte is found', async () => {
  const place = await capturePlace([
    { type: 'command', command: 'echo by-a-command > made.txt; exit 3' },
    addFile,
    { type: 'text', text: 'Added it. @team fixes #1' },
  ]);
  const { run, root, git } = place;
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b'];
  git('checkout', '-qb', 'codex');
  const exec = ['codex', 'exec', '--disable', 'plugins', '-s', 'workspace-write', 'Add a file'];
  expect((await run('run', '--', ...exec)).code).toBe(0);

  const file = join(place.home, '..', 'pack.json');
  const made = await run(
    'pack',
    'create',
    '--last',
    '--verify',
    'grep -q added added.js',
    '-o',
    file,
    '-o',
    `${file}.md`,
  );
  expect(made).toMatchObject({ code: 0 });
  const pack = JSON.parse(readFileSync(file, 'utf8'));
  expect(pack).toMatchObject({
    run: { run: place.captured().run, tool: { version: '0.139.0' } },
    evidence: 'whole',
    account: 'Added it. @team fixes #1',
    changes: { digest: place.captured().changes.digest },
    verification: [{ verdict: 'pass', exit: 0 }],
  });
  const said = Object.fromEntries(
    pack.uncertain.map(({ rule, text }: { rule: string; text: string }) => [rule, text]),
  );
  expect(said['commands-failed']).toContain('exit 3');
  expect(said['not-named']).toContain('made.txt');
  expect(Object.keys(said)).not.toContain('edited-after');
  expect(readFileSync(`${file}.md`, 'utf8')).not.toMatch(/@team|#1/);

  git('add', '-A');
  git(...identity, 'commit', '-qm', 'By Codex');
  expect((await run('pack', 'check', '--pack', file)).code).toBe(0);
  const gate = ['gate', 'no-silent-codegen', '--runs', place.runs, '--base', 'HEAD~1'];
  // On a machine without the history in which the pack is recorded.
  const silent = await run(...gate, '--db', join(root, 'none.db'));
  expect(silent).toMatchObject({ code: 1, stdout: expect.stringContaining('added.js: run') });
  expect((await run(...gate, '--pack', file)).code).toBe(0);

  writeFileSync(join(root, 'added.js'), 'export const added = 2;\n');
  git(...identity, 'commit', '-qam', 'Later');
  const changed = await run('pack', 'check', '--pack', file);
  expect(changed).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('✘ added.js: it is not what the pack has'),
  });
});
