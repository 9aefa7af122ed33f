// Takes the lock of the file that is named, says so, and lives until it is killed.
import { takeFileLock } from '../../src/store/connection/file-lock.ts';

const unlock = await takeFileLock(process.argv[2] ?? '');
process.stdout.write(unlock ? 'taken\n' : 'not taken\n');
setInterval(() => unlock, 60_000);
