import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { combineSuites, parseSuite, type Suite } from '../domain/checks/suite.ts';
import { UsageError } from '../domain/errors.ts';
import { sandboxExpectations } from '../domain/sandbox/stated-expectations.ts';
import { productFolder } from './product-folder.ts';

/**
 * Reads the suites a person named. When none is named, these are the upgrade suite that ships with
 * the cockpit and every `checks/*.yaml` of the project but `sandbox.yaml`.
 *
 * @throws UsageError when a file cannot be read, is not a valid suite, or declares an id again
 */
export async function loadSuites(cwd: string, asked: readonly string[]): Promise<Suite> {
  const paths = asked.length > 0 ? asked.map((path) => resolve(cwd, path)) : await findSuites(cwd);
  const [first, ...others] = await Promise.all(paths.map((path) => readSuite(cwd, path)));
  if (!first) throw new UsageError('there is no suite to run', 'Name a suite file with --suite.');
  return combineSuites([first, ...others]);
}

async function findSuites(cwd: string): Promise<readonly string[]> {
  const shipped = await realpath(join(productFolder(), 'checks', 'upgrade.yaml'));
  const folder = join(cwd, 'checks');
  const names = (await readdir(folder).catch(() => [])).filter(isSuite).sort();
  // A link that leads nowhere is left to the reading, which names it.
  const found = await Promise.all(
    names.map((name) => realpath(join(folder, name)).catch(() => join(folder, name))),
  );
  return [shipped, ...found.filter((path) => path !== shipped)];
}

const isSuite = (name: string) => /\.ya?ml$/.test(name) && `checks/${name}` !== sandboxExpectations;

async function readSuite(cwd: string, path: string): Promise<Suite> {
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
  try {
    return parseSuite(await readFile(path, 'utf8'), shown);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw new UsageError(`${shown}: cannot read the suite: ${reason}`, 'Name a suite file with --suite.');
  }
}
