import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { openReadStore } from '../../src/store/open.ts';
import { tempFolder } from '../support/temp.ts';

const worker = new URL('../support/append-worker.ts', import.meta.url).pathname;

function append(path: string, name: string, count: number) {
  const child = spawn(process.execPath, [worker, path, name, String(count)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const acknowledged: string[] = [];
  const lines = createInterface({ input: child.stdout }).on('line', (line) => acknowledged.push(line));
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = Promise.all([once(child, 'exit'), once(lines, 'close')]).then(([[code]]) => ({
    code,
    stderr,
  }));
  return { child, acknowledged, lines, ended };
}

async function history(path: string) {
  const store = await openReadStore(path);
  try {
    const entries = await Array.fromAsync(store.entries());
    return { proof: await store.verify(), subjects: entries.map(({ subject }) => subject) };
  } finally {
    await store.close();
  }
}

describe('several processes', () => {
  it('write one chain without a gap, starting with the making of the database', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    const writers = ['a', 'b', 'c', 'd'].map((name) => append(path, name, 50));
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, stderr: '' });
    const { proof } = await history(path);
    expect(proof).toMatchObject({ whole: true, entries: 200 });
  });

  it('lose nothing that was acknowledged when they are killed', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    const acknowledged: string[] = [];
    for (let round = 0; round < 20; round++) {
      const writer = append(path, `w${round}`, 10_000);
      // Killed at another moment each round: after so many acknowledgements.
      let seen = 0;
      writer.lines.on('line', () => {
        seen += 1;
        if (seen === 1 + round * 3) writer.child.kill('SIGKILL');
      });
      await writer.ended;
      acknowledged.push(...writer.acknowledged);
    }
    const { proof, subjects } = await history(path);
    expect(proof.whole).toBe(true);
    expect(subjects).toEqual(expect.arrayContaining(acknowledged.map((run) => `run/${run}`)));
  });
});
