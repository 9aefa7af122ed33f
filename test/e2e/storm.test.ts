import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, it } from 'vitest';
import { databasePath } from '../../src/app/world/database-path.ts';
import { openStore } from '../../src/store/connection/open.ts';
import { bin, cockpit } from '../support/cockpit.ts';
import { testSource } from '../support/history.ts';
import { decisionOf, fillHistory } from '../support/long-history.ts';
import { terminal } from '../support/terminal.ts';

const worker = new URL('../support/append-worker.ts', import.meta.url).pathname;

/** More of them, such as 100000, where somebody measures. */
const count = Number(process.env.COCKPIT_ENTRIES ?? 20_000);

it('keeps every key and the right row while the window changes its size and another process writes', async () => {
  const world = cockpit();
  const path = databasePath(world);
  mkdirSync(dirname(path), { recursive: true });
  await (await openStore(path, testSource())).close();
  for (const _ of fillHistory(path, count, { entry: decisionOf }));
  const store = await openStore(path, testSource());
  await store.rebuild();
  await store.close();

  const screen = terminal([process.execPath, bin], { env: world.environment, cwd: world.cwd });
  await screen.press('Gate ', '3');
  await screen.press(/SEQ +WHO/, 'm');
  await screen.see('All entries');
  await screen.see(`entry ${count} of ${count}`);
  const writer = new Promise<void>((done, fail) => {
    execFile(process.execPath, [worker, path, 'bob', '40'], (cause) => (cause ? fail(cause) : done()));
  });
  for (let n = 1; n <= 40; n++) {
    screen.resize(60 + ((n * 37) % 140), 16 + ((n * 11) % 44));
    screen.pty.write('j'.repeat(25));
    // The program gets its turn between two sizes.
    await new Promise((done) => setImmediate(done));
  }
  await writer;
  screen.resize(120, 30);
  await screen.see(`entry ${count - 1000} of ${count + 40}`);

  screen.pty.write(`\u001b[200~${'j'.repeat(1000)}\u001b[201~`);
  await screen.see(`entry ${count - 2000} of ${count + 40}`);
  const lines = screen.lines();
  expect(lines[0]).toMatch(/^pin 0\.139\.0 │ Acme │ History › /);
  expect(lines.at(-2)).toMatch(/\? keys$/);
  expect(lines.filter((line) => line.includes('▸'))).toEqual([
    expect.stringMatching(new RegExp(`▸ .* ${count - 2000} `)),
  ]);

  await screen.press('entry ', 'g');
  await screen.see(`entry ${count + 40} of ${count + 40}`);
  screen.pty.write('q');
  expect(await screen.ended()).toMatchObject({ exitCode: 0 });
});
