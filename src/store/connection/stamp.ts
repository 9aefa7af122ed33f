import { statSync } from 'node:fs';

/**
 * What changes when a database is written, replaced or taken away: two stamps that are the same say that it was not. It
 * takes about 10 µs, opens nothing and holds no lock, also where nothing can be written beside the database.
 */
export function stampOf(path: string): string {
  return ['', '-wal']
    .map((ending) => statSync(path + ending, { bigint: true, throwIfNoEntry: false }))
    .map((found) => `${found?.ino} ${found?.size} ${found?.mtimeNs}`)
    .join(', ');
}
