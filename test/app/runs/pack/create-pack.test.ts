import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createPack, type PackEvent } from '../../../../src/app/runs/pack/create-pack.ts';
import { renderRunFile } from '../../../../src/domain/runs/run-file.ts';
import { teamWithKinds } from '../../../support/artifacts.ts';
import { capturedRun } from '../../../support/captured-runs.ts';
import { testRepository } from '../../../support/repository.ts';

it('a verification may be a command of the approved catalog, which is recorded where all its results are', async () => {
  const { world, store, approved } = await teamWithKinds();
  const { root, git } = testRepository({ 'a.txt': 'a\n' });
  git('add', '.');
  git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '-qm', 'one');
  const base = git('rev-parse', 'HEAD').trim();
  const run = capturedRun({
    git: { repository: 'r', branch: 'main', base, head: base, dirty: false },
    files: [],
  });
  const folder = join(world.root, 'runs', run.run);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'run.json'), renderRunFile(run));
  await approved(
    'verification-catalog',
    'version: 1\ncommands:\n  - { id: unit, title: T, proves: P, command: [/bin/sh, -c, "cat a.txt"] }\n',
  );
  const ask = async (catalog: string) => {
    const events: PackEvent[] = [];
    const request = {
      run: folder,
      folder: root,
      verify: [],
      catalog: [catalog],
      timeoutMs: 1000,
      passedOn: [],
    };
    const signal = new AbortController().signal;
    for await (const event of createPack(world, store, store, { ...request, signal })) events.push(event);
    return events.at(-1);
  };

  expect(await ask('unit')).toMatchObject({
    type: 'finished',
    pack: { verification: [{ catalog: 'unit', command: '/bin/sh -c cat a.txt', verdict: 'pass', exit: 0 }] },
  });
  expect(await store.catalogRuns()).toMatchObject([{ command: 'unit', verdict: 'pass' }]);
  await expect(ask('unti')).rejects.toThrow(
    'the approved catalog has no command "unti"; did you mean "unit"?',
  );
});
