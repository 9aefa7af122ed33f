import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { decodeUtf8 } from '../../domain/base/documents/decode-utf8.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { combineSuites, SHIPPED_SUITES, type Suite, suiteAt } from '../../domain/checks/suite.ts';
import { sandboxExpectations } from '../../domain/sandbox/trials/stated-expectations.ts';
import { productFolder } from '../world/product-folder.ts';
import { compiled } from '../world/shipped.ts';

/**
 * Reads the suites a person named, by their files or by the names of those that ship. When none is named, these are the upgrade suite that ships with
 * the cockpit and every `checks/*.yaml` of the project but `sandbox.yaml`.
 *
 * @throws UsageError when a file cannot be read, is not a valid suite, or declares an id again
 */
export async function loadSuites(cwd: string, asked: readonly string[]): Promise<Suite> {
  const paths = asked.length > 0 ? asked.map((named) => namedSuite(cwd, named)) : findSuites(cwd).suites;
  const [first, ...others] = await Promise.all(paths.map((path) => readSuite(cwd, path)));
  if (!first) throw new UsageError('there is no suite to run', 'Name a suite file with --suite.');
  return combineSuites([first, ...others]);
}

/** Files in `checks/` of the project that declare no suite: another tool may have a folder of that name. */
export function foreignFiles(cwd: string): readonly string[] {
  return findSuites(cwd).foreign.map((path) => relative(cwd, path));
}

// The screens need this before their first frame. The files are few and small: to load `node:fs/promises` takes longer
// than to read them.
function findSuites(cwd: string): { suites: readonly string[]; foreign: readonly string[] } {
  const [shipped, ...named] = SHIPPED_SUITES.map((name) => realpathSync.native(shippedSuite(name)));
  const folder = join(cwd, 'checks');
  const names = (attempt(() => readdirSync(folder)) ?? []).filter(isSuite).sort();
  // A link that leads nowhere is left to the reading, which names it.
  const found = names
    .map((name) => join(folder, name))
    .map((path) => attempt(() => realpathSync.native(path)) ?? path);
  const others = found.filter((path) => path !== shipped && !named.includes(path));
  const ours = new Set(others.filter(declaresSuite));
  return {
    suites: [...(shipped === undefined ? [] : [shipped]), ...others.filter((path) => ours.has(path))],
    foreign: others.filter((path) => !ours.has(path)),
  };
}

const shippedSuite = (name: string) => join(productFolder(), 'checks', `${name}.yaml`);

/** The file of a suite that a person named: the name of one that ships, unless there is a file of that name. */
function namedSuite(cwd: string, named: string): string {
  const path = resolve(cwd, named);
  const ships = SHIPPED_SUITES.some((name) => name === named) && !attempt(() => statSync(path).isFile());
  return ships ? shippedSuite(named) : path;
}

/** What `read` returns; undefined where it fails. */
function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

// A file that cannot be read or is broken counts as a suite when it says so: its reading names the fault.
function declaresSuite(path: string): boolean {
  const text = attempt(() => (statSync(path).isFile() ? readFileSync(path, 'utf8') : undefined));
  return text === undefined || /^(?:suite\s*:|# yaml-language-server: .*suite\.schema\.json)/m.test(text);
}

const isSuite = (name: string) => /\.ya?ml$/.test(name) && `checks/${name}` !== sandboxExpectations;

async function readSuite(cwd: string, path: string): Promise<Suite> {
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
  try {
    const decoded = decodeUtf8(await readBytes(path));
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

// A pipe may keep who reads it waiting.
const readBytes = async (path: string) => (statSync(path).isFile() ? readFileSync(path) : readFile(path));

async function suiteOf(text: string, file: string): Promise<Suite> {
  const known = compiled('suites', text);
  if (known) return suiteAt(known.form, file);
  const { parseSuite } = await import('../../domain/checks/parse-suite.ts');
  return parseSuite(text, file);
}
