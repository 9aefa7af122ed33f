// In the manner of Tessera's POSIX tests: each system call with which a recording command keeps something
// fails once; then a verifier is the judge. COCKPIT_FAULTS=all tries every call with every error; without it
// some of each kind are tried.
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verifyHistory } from '../../../src/app/history/verify-history.ts';
import { openReadStore } from '../../../src/store/connection/open.ts';
import { canTrace } from '../../support/machine.ts';
import { signedHistory } from '../../support/signed-history.ts';
import { tempFolder } from '../../support/temp.ts';
import { testWorld } from '../../support/world.ts';

const program = new URL('../../support/record-and-sign.ts', import.meta.url).pathname;
const calls = ['pwrite64', 'fsync', 'ftruncate', 'openat', 'rename'] as const;
const errors = ['EIO', 'ENOSPC', 'EINTR'] as const;

type Call = (typeof calls)[number];
type Place = { folder: string; db: string; outside: string };

/** A copy of a signed history, and a folder outside of it. */
function copyOf(original: string): Place {
  const folder = tempFolder();
  cpSync(original, folder, { recursive: true });
  const outside = join(folder, 'outside');
  mkdirSync(outside);
  return { folder, db: join(folder, 'cockpit.db'), outside };
}

/** Runs the program under strace; `inject` is one rule, such as `fsync:error=EIO:when=3`. */
async function run({ folder, db, outside }: Place, inject?: string) {
  const log = join(folder, 'strace.log');
  // Node opens and writes much that is none of ours: of these calls only those on our files count.
  const ours = inject && /^(fsync|rename)/.test(inject) ? [] : [db, `${db}-wal`, `${db}-shm`, folder];
  const child = spawn('strace', [
    ...['-f', '-o', log, '-e', `trace=${calls.join(',')}`],
    ...ours.flatMap((path) => ['-P', path]),
    ...(inject ? ['-e', `inject=${inject}`] : []),
    ...[process.execPath, program, db, outside, 'w'],
  ]);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const code = await new Promise<number | null>((ended) => child.on('close', ended));
  return {
    code,
    acknowledged: stdout.split('\n').filter((line) => line !== ''),
    stderr,
    log: readFileSync(log, 'utf8'),
  };
}

function count(log: string, call: Call): number {
  return log.split('\n').filter((line) => line.includes(` ${call}(`)).length;
}

/** What the program acknowledged must be there, and everything must be whole. */
async function judge({ db, outside }: Place, acknowledged: readonly string[]): Promise<void> {
  const kept = readdirSync(outside).filter((name) => !name.startsWith('.'));
  const proof = await verifyHistory(
    testWorld(),
    { db },
    { checkpoints: kept.map((name) => join(outside, name)) },
  );
  expect(proof).toMatchObject({ whole: true });
  const store = await openReadStore(db);
  const subjects = (await Array.fromAsync(store.entries())).map(({ subject }) => subject);
  await store.close();
  const runs = acknowledged.filter((line) => line.startsWith('run/'));
  expect(subjects).toEqual(expect.arrayContaining(runs));
  if (acknowledged.some((line) => line.startsWith('checkpoint/'))) expect(kept).toHaveLength(1);
}

const perCall = process.env.COCKPIT_FAULTS === 'all' ? Number.POSITIVE_INFINITY : 2;

describe.skipIf(!canTrace)('a recording command whose system calls fail', () => {
  it.each(calls)(
    'keeps what it acknowledged, and speaks clearly: %s',
    async (call) => {
      const original = dirname((await signedHistory()).path);
      const untroubled = await run(copyOf(original), `${call}:error=EIO:when=60000`);
      expect(untroubled).toMatchObject({ code: 0, acknowledged: ['run/w-1', 'run/w-2', 'checkpoint/6'] });
      const all = count(untroubled.log, call);
      expect(all).toBeGreaterThan(0);
      const tries = Math.min(all, perCall);
      for (let n = 0; n < tries; n++) {
        const when = 1 + Math.floor((n * all) / tries);
        await Promise.all(errors.map((error) => failing(copyOf(original), { call, error, when })));
      }
    },
    900_000,
  );
});

async function failing(
  place: Place,
  { call, error, when }: { call: Call; error: string; when: number },
): Promise<void> {
  const { code, acknowledged, stderr } = await run(place, `${call}:error=${error}:when=${when}`);
  const told = `${call} ${when} ${error}: exit ${code}: ${stderr}`;
  expect(stderr, told).not.toMatch(/\n\s+at /);
  if (code !== 0) expect(stderr, told).toMatch(/^error: .+/);
  await judge(place, acknowledged);
}
