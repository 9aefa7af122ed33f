import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from './temp.ts';

/** Writes a program and returns its path. It is a shell script unless the text starts with `#!`. */
export function program(
  text: string,
  {
    name = 'codex',
    mode = 0o755,
    folder = tempFolder(),
  }: { name?: string; mode?: number; folder?: string } = {},
): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, text.startsWith('#!') ? text : `#!/bin/sh\n${text}\n`);
  chmodSync(path, mode);
  return path;
}
