// A restore of its own process, which can be killed at any of its system calls.
import { restoreDatabase } from '../../src/app/database/restore-database.ts';
import { CockpitError } from '../../src/domain/base/errors.ts';

const [db = '', backup = ''] = process.argv.slice(2);
const world = { environment: process.env, cwd: process.cwd(), now: () => new Date(), as: 'ada@example.com' };
try {
  await restoreDatabase(world, { db }, backup);
  process.stdout.write('restored\n');
} catch (cause) {
  if (!(cause instanceof CockpitError)) throw cause;
  process.stderr.write(`error: ${cause.message}\n`);
  process.exitCode = cause.exitCode;
}
