import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openIsolatedFolder } from '../../../src/codex/sandbox/isolated-folder.ts';
import { hasProcessTable } from '../../support/process-table.ts';
import { tempFolder } from '../../support/temp.ts';

it.runIf(hasProcessTable)('is gone afterwards, with a sandbox that a CLI left running in it', async () => {
  const { root, remove } = await openIsolatedFolder(tempFolder());
  const waits = [
    '-e',
    'setInterval(() => {}, 1000); console.log(1)',
    '--',
    '--as-pid-1',
    `${root}/5/workspace`,
  ];
  const orphan = spawn(process.execPath, waits, { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  await once(orphan.stdout, 'data');
  const ended = once(orphan, 'exit');
  await remove();
  expect(await ended).toEqual([null, 'SIGKILL']);
  expect(existsSync(root)).toBe(false);
});
