import { dirname, join } from 'node:path';
import * as z from 'zod';
import { errorText, exited, type Outcome } from '../../domain/base/outcome.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { childEnvironment, type Environment } from '../cli/environment.ts';
import { startProcess } from '../cli/start-process.ts';
import { MirrorError, Mirrors } from './mirror-repositories.ts';
import { readPluginConfig } from './read-plugin-config.ts';
import { marketplaceManifests } from './scan/read-manifest-file.ts';
import { listCache } from './scan/scan-cache.ts';

const timeoutMs = 120_000;

/** What an upgrade works with: the CLI, and the CODEX_HOME that it changes. */
export type UpgradeInputs = {
  codex: string;
  codexHome: string;
  environment: Environment;
  signal: AbortSignal;
};

/** An upgrade that was fetched: what came of it on the copy, and how to do the same with the same bytes elsewhere. */
export type FetchedUpgrade = {
  /** What the CLI printed; undefined when git could not fetch. */
  upgraded: Outcome | undefined;
  /** Why it fails; undefined when it does not. */
  failure: string | undefined;
  /** Upgrades the marketplace in another CODEX_HOME. The CLI gets the fetched repositories and nothing else. */
  repeat: (codexHome: string) => Promise<Outcome>;
};

/**
 * Fetches everything that an upgrade of a git marketplace installs, and upgrades it in a copy of CODEX_HOME.
 * The CLI clones the marketplace, then the repositories of those of its plugins that are installed.
 */
export async function fetchUpgrade(marketplace: string, inputs: UpgradeInputs): Promise<FetchedUpgrade> {
  const { codex, codexHome, environment, signal } = inputs;
  const mirrors = new Mirrors({ folder: join(dirname(codexHome), 'mirrors'), environment, signal });
  const repeat = async (home: string) =>
    startProcess([codex, 'plugin', 'marketplace', 'upgrade', marketplace, '--json'], {
      cwd: codexHome,
      env: { ...childEnvironment(environment, home), ...(await mirrors.environment()) },
      timeoutMs,
      signal,
    }).outcome;
  try {
    await mirrorAll(mirrors, marketplace, codexHome);
    const upgraded = await repeat(codexHome);
    const failure = exited(upgraded) ? undefined : cleanLine(errorText(upgraded)).slice(0, 300);
    return { upgraded, failure, repeat };
  } catch (cause) {
    if (!(cause instanceof MirrorError)) throw cause;
    return { upgraded: undefined, failure: cause.message, repeat };
  }
}

async function mirrorAll(mirrors: Mirrors, marketplace: string, codexHome: string): Promise<void> {
  const { marketplaces, enabled } = await readPluginConfig(codexHome);
  const { fetchedFrom, ref } = marketplaces.find(({ name }) => name === marketplace) ?? {};
  if (typeof fetchedFrom !== 'string') throw new MirrorError('config.toml names no source');
  await mirrors.add(fetchedFrom);
  const cached = listCache(codexHome).filter((one) => one.marketplace === marketplace);
  const installed = new Set([
    ...cached.map(({ name }) => name),
    ...[...enabled.keys()].flatMap((id) =>
      id.endsWith(`@${marketplace}`) ? [id.slice(0, id.lastIndexOf('@'))] : [],
    ),
  ]);
  for (const path of marketplaceManifests) {
    const text = await mirrors.read(fetchedFrom, ref ?? null, path);
    if (text === undefined) continue;
    // What the CLI cannot read it refuses itself, in its own words.
    for (const url of repositoriesIn(text, installed)) await mirrors.add(url);
    return;
  }
}

const entries = z.looseObject({ plugins: z.array(z.unknown()) });
const gitEntry = z.looseObject({ name: z.string(), source: z.looseObject({ url: z.string() }) });

/** The repositories that the plugins of these names come from, spelled as the CLI hands them to git. */
function repositoriesIn(manifest: string, names: ReadonlySet<string>): readonly string[] {
  const found = entries.safeParse(parseJson(manifest)).data?.plugins ?? [];
  return found.flatMap((given) => {
    const entry = gitEntry.safeParse(given).data;
    const url = entry && asGitGetsIt(entry.source.url);
    // A path is one inside the marketplace, which is fetched with it.
    return url && names.has(entry.name) && !url.startsWith('.') ? [url] : [];
  });
}

/** `owner/repository` is a repository on GitHub, and those of GitHub always end in `.git`. */
function asGitGetsIt(given: string): string {
  const url = given.trim();
  const short = /^(?:https:\/\/github\.com\/)?([\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url)?.[1];
  return short !== undefined && !url.startsWith('.') ? `https://github.com/${short}.git` : url;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
