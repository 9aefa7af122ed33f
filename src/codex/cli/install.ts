import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';

/** The real program behind the npm wrapper, and the platform it is for, such as `linux-x64`. */
export type NativeBinary = { platform: string; path: string };

/**
 * Finds the native binary that an npm install of the CLI runs
 * (docs/codex-facts.md, "Native binary"); undefined for another kind of install.
 */
export async function findNativeBinary(codex: string): Promise<NativeBinary | undefined> {
  const script = await realpath(codex).catch(() => codex);
  const scope = dirname(dirname(dirname(script)));
  const platform = `${process.platform}-${process.arch}`;
  // The package inside of the wrapper comes first, as when Node looks for it.
  for (const packages of [join(dirname(dirname(script)), 'node_modules', '@openai'), scope]) {
    const vendor = join(packages, `codex-${platform}`, 'vendor');
    for (const triple of await readdir(vendor).catch(() => [])) {
      // Up to 0.12x the binary was in a folder of its own name.
      for (const folder of ['bin', 'codex']) {
        const names = await readdir(join(vendor, triple, folder)).catch(() => [] as string[]);
        const name = names.find((one) => one === 'codex' || one === 'codex.exe');
        if (name !== undefined) return { platform, path: join(vendor, triple, folder, name) };
      }
    }
  }
  return undefined;
}

/** The CLI of an install made by npm in this folder. */
export function codexIn(folder: string): string {
  return join(folder, 'node_modules', '.bin', 'codex');
}

/** What is started for a CLI, and the variables that it needs. */
export type Program = { path: string; environment: Readonly<Record<string, string>> };

/** Wrappers of which every byte is known, by their SHA-256, and whether they look for the files of other package managers. */
type KnownWrappers = Readonly<Record<string, { findsOwner: boolean }>>;

// docs/codex-facts.md, "Native binary".
const knownWrappers: KnownWrappers = {
  // 0.138.0 to 0.140.0
  d3be844c45c4fd89392536e56e1010963f94785592596b50cd0c45bb8a341406: { findsOwner: false },
  // 0.150.0
  '134063e133f0b4244fa3b251acf973d4fe4b4aeeacbdc135211bf480f59f1477': { findsOwner: true },
  // 0.160.0
  '61b0194f3bb6534439c8d26a3ed57d0805f84b884588b761795323eeb92fcf70': { findsOwner: true },
  // 0.169.0
  e14fc83739c13c1074b12bd1acce4010c893c7f6fbfc1593b4a31d74cabb57af: { findsOwner: true },
};

/**
 * What to start for a CLI: behind a wrapper whose every byte is known the native binary, with the variables that the
 * wrapper gives it, since a start of Node costs ten times what most commands of the CLI do. Any other is started as
 * it is named.
 */
export async function findProgram(codex: string, known: KnownWrappers = knownWrappers): Promise<Program> {
  const itself = { path: codex, environment: {} };
  const native = await findNativeBinary(codex);
  if (!native) return itself;
  const wrapper = await realpath(codex).catch(() => undefined);
  const digest = wrapper === undefined ? '' : await hashFile(wrapper).catch(() => '');
  const kind = known[digest];
  if (wrapper === undefined || !kind) return itself;
  if (kind.findsOwner && (await mayBeOwned([dirname(dirname(wrapper)), dirname(resolve(codex))])))
    return itself;
  const manager = wrapper.includes('.bun/install/global') ? 'BUN' : 'NPM';
  return {
    path: native.path,
    environment: {
      [`CODEX_MANAGED_BY_${manager}`]: '1',
      CODEX_MANAGED_PACKAGE_ROOT: dirname(dirname(wrapper)),
    },
  };
}

/**
 * Whether a folder above has a file by which newer wrappers tell that pnpm or Vite+ installed the CLI: they give it
 * another variable then.
 */
async function mayBeOwned(folders: readonly string[]): Promise<boolean> {
  const above = folders.flatMap(ancestorsOf);
  const marks = above.flatMap((folder) => [
    join(folder, 'node_modules', '.modules.yaml'),
    ...(basename(folder) === 'packages' ? [join(folder, '@openai', 'codex.json')] : []),
  ]);
  const found = await Promise.all(marks.map((path) => stat(path).catch(() => undefined)));
  return found.some((one) => one !== undefined);
}

function ancestorsOf(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...ancestorsOf(parent)];
}

/** What was started, with the CLI as it was named: its wrapper would start the same. */
export function asNamed(argv: readonly string[], { path }: Program, codex: string): readonly string[] {
  return argv.map((word) => (word === path ? codex : word));
}

/** Programs that come with the native binary, in folders beside its own. */
const besides = { rg: ['codex-path', 'rg'], bwrap: ['codex-resources', 'bwrap'] };

/** SHA-256 of the other programs of an npm install by name: the wrapper, and what the native binary starts. */
export async function hashInstalledFiles(codex: string): Promise<Record<string, string>> {
  const binary = await findNativeBinary(codex);
  if (!binary) return {};
  const vendor = dirname(dirname(binary.path));
  const paths: Record<string, string> = { 'codex.js': await realpath(codex) };
  for (const [name, path] of Object.entries(besides)) paths[name] = join(vendor, ...path);
  const digests: Record<string, string> = {};
  for (const [name, path] of Object.entries(paths)) {
    if ((await stat(path).catch(() => undefined))?.isFile()) digests[name] = await hashFile(path);
  }
  return digests;
}

/** The version that the npm package of the wrapper states; undefined for another kind of install. */
export async function packageVersion(codex: string): Promise<string | undefined> {
  const script = await realpath(codex).catch(() => codex);
  const text = await readFile(join(dirname(dirname(script)), 'package.json'), 'utf8').catch(() => '{}');
  const { name, version } = packageShape.parse(JSON.parse(text));
  return name === '@openai/codex' ? version : undefined;
}

const packageShape = z.looseObject({ name: z.string().optional(), version: z.string().optional() });

/** Digests of large files by what the system says of them: a write changes the time of change, which no program sets. */
const digests = new Map<string, Promise<string>>();
const largeFrom = 16n * 1024n * 1024n;

/** SHA-256 of a file, read as a stream: the binary has over 200 MB. As long as it is the same, it is read once. */
export async function hashFile(path: string): Promise<string> {
  const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
  if (size < largeFrom) return hashOnce(path);
  const file = [dev, ino, size, mtimeNs, ctimeNs].join(' ');
  const digest = digests.get(file) ?? hashOnce(path);
  digests.set(file, digest);
  digest.catch(() => digests.delete(file));
  return digest;
}

async function hashOnce(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return hash.digest('hex');
}

/** The digest of the native binary by platform; empty when there is none to find. */
export async function hashBinary(codex: string): Promise<Record<string, string>> {
  const binary = await findNativeBinary(codex);
  return binary ? { [binary.platform]: await hashFile(binary.path) } : {};
}

const lockShape = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ integrity: z.string().optional() })),
});

/** What a package lock fixes of the CLI: the wrapper and the native package beside it. */
export type LockedCli = { file: string; wrapper: string | undefined; native: string | undefined };

/**
 * Reads the lock of the npm install that a codex belongs to; undefined when there is none, as after a
 * global install.
 */
export async function readLock(codex: string): Promise<LockedCli | undefined> {
  const script = await realpath(codex).catch(() => codex);
  const root = script.split(`${join('node_modules', '@openai')}`)[0] ?? dirname(script);
  const file = join(root, 'package-lock.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { packages } = lockShape.parse(JSON.parse(text));
  const integrity = (name: string) => packages[`node_modules/@openai/${name}`]?.integrity;
  return {
    file,
    wrapper: integrity('codex'),
    native: integrity(`codex-${process.platform}-${process.arch}`),
  };
}
