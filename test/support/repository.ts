import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from './temp.ts';

/** A git repository of its own, gone after the test. */
export function testRepository(files: Record<string, string> = {}, { origin }: { origin?: string } = {}) {
  const root = tempFolder();
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  git('init', '-q');
  if (origin !== undefined) git('config', 'remote.origin.url', origin);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  return { root, git, write, read: (path: string) => readFileSync(join(root, path), 'utf8') };
}
