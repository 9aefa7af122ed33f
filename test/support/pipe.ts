import { execFileSync } from 'node:child_process';

/** Makes a named pipe: whoever opens it as if it were a file waits for ever. */
export function makePipe(path: string): void {
  execFileSync('/usr/bin/mkfifo', [path]);
}
