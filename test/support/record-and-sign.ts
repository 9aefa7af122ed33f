// A recording command of its own process: two entries and a checkpoint kept elsewhere. It says after each
// one that it was acknowledged.
import { makeCheckpoint } from '../../src/app/history/checkpoints/make-checkpoint.ts';
import { openWritableHistory } from '../../src/app/world/session.ts';
import { CockpitError } from '../../src/domain/base/errors.ts';
import { draft, runStarted } from './history-drafts.ts';

const [db = '', place = '', name = ''] = process.argv.slice(2);
const world = { environment: process.env, cwd: process.cwd(), now: () => new Date(), as: 'ada@example.com' };
try {
  const store = await openWritableHistory(world, { db });
  for (const run of [`${name}-1`, `${name}-2`]) {
    await store.append(() => [draft(runStarted(run), { subject: `run/${run}` })]);
    process.stdout.write(`run/${run}\n`);
  }
  const { size } = await makeCheckpoint(world, store, { to: place });
  process.stdout.write(`checkpoint/${size}\n`);
  await store.close();
} catch (cause) {
  // What is not one of our messages comes out as a stack trace, which the tests look for.
  if (!(cause instanceof CockpitError)) throw cause;
  process.stderr.write(`error: ${cause.message}\n`);
  process.exitCode = cause.exitCode;
}
