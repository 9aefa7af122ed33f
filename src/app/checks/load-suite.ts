import { readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { decodeUtf8 } from '../../domain/base/documents/decode-utf8.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { combineSuites, type Suite, suiteAt } from '../../domain/checks/suite.ts';
import { sandboxExpectations } from '../../domain/sandbox/trials/stated-expectations.ts';
import { productFolder } from '../world/product-folder.ts';
import { compiled } from '../world/shipped.ts';

/**
 * Reads the suites a person named. When none is named, these are the upgrade suite that ships with
 * the cockpit and every `checks/*.yaml` of the project but `sandbox.yaml`.
 *
 * @throws UsageError when a file cannot be read, is not a valid suite, or declares an id again
 */
export async function loadSuites(cwd: string, asked: readonly string[]): Promise<Suite> {
  const paths = asked.length > 0 ? asked.map((path) => resolve(cwd, path)) : (await findSuites(cwd)).suites;
  const [first, ...others] = await Promise.all(paths.map((path) => readSuite(cwd, path)));
  if (!first) throw new UsageError('there is no suite to run', 'Name a suite file with --suite.');
  return combineSuites([first, ...others]);
}

/** Files in `checks/` of the project that declare no suite: another tool may have a folder of that name. */
export async function foreignFiles(cwd: string): Promise<readonly string[]> {
  return (await findSuites(cwd)).foreign.map((path) => relative(cwd, path));
}

async function findSuites(cwd: string): Promise<{ suites: readonly string[]; foreign: readonly string[] }> {
  const shipped = await realpath(join(productFolder(), 'checks', 'upgrade.yaml'));
  const folder = join(cwd, 'checks');
  const names = (await readdir(folder).catch(() => [])).filter(isSuite).sort();
  // A link that leads nowhere is left to the reading, which names it.
  const found = await Promise.all(
    names.map((name) => realpath(join(folder, name)).catch(() => join(folder, name))),
  );
  const others = found.filter((path) => path !== shipped);
  const ours = await Promise.all(others.map(declaresSuite));
  return {
    suites: [shipped, ...others.filter((_, index) => ours[index])],
    foreign: others.filter((_, index) => !ours[index]),
  };
}

// A file that cannot be read or is broken counts as a suite when it says so: its reading names the fault.
async function declaresSuite(path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  return text === undefined || /^(?:suite\s*:|# yaml-language-server: .*suite\.schema\.json)/m.test(text);
}

const isSuite = (name: string) => /\.ya?ml$/.test(name) && `checks/${name}` !== sandboxExpectations;

async function readSuite(cwd: string, path: string): Promise<Suite> {
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
  try {
    const decoded = decodeUtf8(await readFile(path));
    if (decoded.type === 'text') return await suiteOf(decoded.text, shown);
    throw new UsageError(
      `${formatPlace({ ...decoded, file: shown })}: ${decoded.message}`,
      'Save the file as UTF-8.',
    );
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw new UsageError(`${shown}: cannot read the suite: ${reason}`, 'Name a suite file with --suite.');
  }
}

async function suiteOf(text: string, file: string): Promise<Suite> {
  const known = compiled('suites', text);
  if (known) return suiteAt(known.form, file);
  const { parseSuite } = await import('../../domain/checks/parse-suite.ts');
  return parseSuite(text, file);
}
