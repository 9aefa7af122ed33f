import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { tempFolder } from '../../support/temp.ts';

const worker = new URL('../../support/append-worker.ts', import.meta.url).pathname;

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

// COCKPIT_FAULTS=all kills 200 processes; that takes a minute.
const rounds = process.env.COCKPIT_FAULTS === 'all' ? 50 : 8;

describe('several processes', () => {
  it('write one chain without a gap or a fork, starting with the making of the database', async () => {
    const path = join(tempFolder(), 'cockpit.db');
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const writers = names.map((name) => append(path, name, 200));
    for (const { ended } of writers) expect(await ended).toEqual({ code: 0, stderr: '' });
    const { proof, subjects } = await history(path);
    expect(proof).toMatchObject({ whole: true, entries: 1600 });
    expect(new Set(subjects).size).toBe(1600);
  });

  it(`lose nothing that was acknowledged when they are killed, ${rounds * 4} times`, async () => {
    const path = join(tempFolder(), 'cockpit.db');
    const acknowledged: string[] = [];
    for (let round = 0; round < rounds; round++) {
      // Side by side, so that a killed one leaves its lock and its WAL to others that are writing.
      const writers = ['a', 'b', 'c', 'd'].map((name) => append(path, `${name}${round}`, 10_000));
      for (const [index, writer] of writers.entries()) {
        // Killed at another moment each round: after so many acknowledgements.
        let left = 1 + ((round * 4 + index) % 23);
        writer.lines.on('line', () => {
          left -= 1;
          if (left === 0) writer.child.kill('SIGKILL');
        });
      }
      await Promise.all(writers.map(({ ended }) => ended));
      for (const writer of writers) acknowledged.push(...writer.acknowledged);
    }
    const { proof, subjects } = await history(path);
    expect(proof.whole).toBe(true);
    expect(acknowledged.length).toBeGreaterThan(rounds * 4);
    expect(subjects).toEqual(expect.arrayContaining(acknowledged.map((run) => `run/${run}`)));
  }, 180_000);
});
