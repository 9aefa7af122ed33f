import { fstatSync, readlinkSync, statSync } from 'node:fs';

/** The full path of the file that stdin of this process is, as after `< prompt.md`; undefined where the system does not tell. */
export function fileOfStdin(): string | undefined {
  try {
    const stdin = fstatSync(0);
    const path = readlinkSync('/proc/self/fd/0');
    // A file that was removed is named with a note behind its path.
    return stdin.isFile() && statSync(path).ino === stdin.ino ? path : undefined;
  } catch {
    return undefined;
  }
}
