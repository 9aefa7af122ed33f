import { dirname, join, relative } from 'node:path';
import { stringify } from 'smol-toml';
import { overlay } from '../../../domain/policy/config/without-connections.ts';
import {
  documentOf,
  type Leaf,
  misses,
  pathsInLine,
  suspects,
  type Values,
  withCompanions,
} from '../../../domain/upgrade/rehearsal/surface/config-leaves.ts';
import { copyTeamConfig, mirrorProject } from '../../config/team-copy.ts';
import type { ObserverContext } from '../observer.ts';
import type { TeamFile } from '../team/team-files.ts';
import { type ConfigReader, withConfigReader } from './config-reader.ts';

/** What a CLI makes of a configuration file. */
export type Examined = {
  /** Its refused settings, and why. */
  refused: ReadonlyMap<Leaf, string>;
  /** Why the file is refused whatever is taken out of it; undefined when it is read. */
  whole: string | undefined;
  /** The effective values without the refused settings. */
  config: unknown;
  /** The least of the file that is accepted with a setting, where it is known. */
  smallest: ReadonlyMap<Leaf, readonly Leaf[]>;
};

/** A file and the settings of it that are tried; none where it is not valid TOML. */
type Source = { file: TeamFile; leaves: readonly Leaf[] };

/** More refused settings of one file are not told apart. */
const mostRefused = 60;

/**
 * Lets one CLI read every file on copies, in one mode: with the files below it, and then each setting by itself.
 *
 * @param flags of the app-server
 * @returns why the app-server does not start, in place of what was seen
 */
export async function examineFiles(
  context: Pick<ObserverContext, 'codex' | 'start' | 'team' | 'work'>,
  sources: readonly Source[],
  { mode, flags }: { mode: string; flags: readonly string[] },
): Promise<{ seen: ReadonlyMap<TeamFile, Examined> } | { failed: string }> {
  const { team } = context;
  const root = join(context.work, mode);
  const home = join(root, 'home');
  const main = join(home, 'config.toml');
  await copyTeamConfig(team.home, home);
  const below = sources.flatMap(({ file: { type, path } }) =>
    type === 'project' ? [relative(team.project, dirname(dirname(path)))] : [],
  );
  const mirror = await mirrorProject({ project: team.project, work: root, teamHome: team.home }, [], {
    below: below.filter((folder) => !folder.startsWith('..')),
  });
  const copyOf = ({ type, path }: TeamFile) =>
    type === 'project' ? join(mirror.folder, relative(team.project, path)) : main;
  const told = (text: string) => mirror.told(text).replaceAll(home, team.home);
  const empty = async (write: ConfigReader['write']) => {
    for (const path of new Set([main, ...sources.map(({ file }) => copyOf(file))])) await write(path, '');
  };
  return withConfigReader(
    context,
    { home, flags: [...flags, ...mirror.trust], told, prepare: empty },
    async ({ read, write }) => {
      const seen = new Map<TeamFile, Omit<Examined, 'smallest'>>();
      let base: Values = {};
      for (const { file, leaves } of sources) {
        const copy = copyOf(file);
        const folder = file.type === 'project' ? dirname(dirname(copy)) : home;
        const ask: Ask = async (some) => {
          const own = documentOf(some);
          const text = stringify(file.type === 'profile' ? overlay(base, own) : own);
          await write(copy, text);
          const answer = await read(folder);
          if (!('refused' in answer)) return answer;
          const at = answer.line === undefined ? [] : pathsInLine(text, answer.line, some);
          return { refused: answer.refused, at };
        };
        const found = file.toml
          ? await examine(leaves, ask)
          : await readBroken(file, { copy, folder, read, write });
        seen.set(file, found);
        if (file.type === 'home')
          base = documentOf(leaves.filter((leaf) => found.whole === undefined && !found.refused.has(leaf)));
        if (file.type !== 'project') await write(main, base);
        else if (found.whole !== undefined) await write(copy, '');
      }
      await empty(write);
      const smallest = new Map<TeamFile, Examined>();
      for (const { file, leaves } of sources) {
        const found = seen.get(file);
        if (!found) continue;
        const copy = copyOf(file);
        const folder = file.type === 'project' ? dirname(dirname(copy)) : home;
        const accepted = found.whole === undefined ? leaves.filter((leaf) => !found.refused.has(leaf)) : [];
        const least = new Map<Leaf, readonly Leaf[]>();
        for (const leaf of accepted) {
          for (const some of [[leaf], withCompanions(leaf, accepted)]) {
            await write(copy, documentOf(some));
            if ('refused' in (await read(folder))) continue;
            least.set(leaf, some);
            break;
          }
        }
        await write(copy, '');
        smallest.set(file, { ...found, smallest: least });
      }
      return smallest;
    },
  );
}

/** Reads a file with these settings alone; `at` are the paths in the line that a refusal names. */
type Ask = (
  leaves: readonly Leaf[],
) => Promise<{ config: unknown } | { refused: string; at: readonly (readonly string[])[] }>;

type AskedAnswer = Awaited<ReturnType<Ask>>;

async function readBroken(
  { text }: TeamFile,
  { copy, folder, read, write }: { copy: string; folder: string } & ConfigReader,
): Promise<Omit<Examined, 'smallest'>> {
  await write(copy, text);
  const answer = await read(folder);
  const whole = 'refused' in answer ? answer.refused : undefined;
  return { refused: new Map(), whole, config: 'config' in answer ? answer.config : undefined };
}

/** Takes refused settings out, one after the other, until the rest is accepted. */
async function examine(all: readonly Leaf[], ask: Ask): Promise<Omit<Examined, 'smallest'>> {
  const refused = new Map<Leaf, string>();
  let leaves = all;
  let answer = await ask(leaves);
  while ('refused' in answer && refused.size < mostRefused) {
    const reason = answer.refused;
    const next = await withoutCulprit(leaves, answer, ask);
    if (!next) return { refused, whole: reason, config: undefined };
    for (const leaf of next.out) refused.set(leaf, reason);
    leaves = leaves.filter((leaf) => !next.out.includes(leaf));
    answer = next.answer;
  }
  return 'refused' in answer
    ? { refused, whole: answer.refused, config: undefined }
    : { refused, whole: undefined, config: answer.config };
}

/** The settings without which the CLI says something else; rather those without which it accepts the rest. */
async function withoutCulprit(
  leaves: readonly Leaf[],
  { refused: reason, at }: Extract<AskedAnswer, { refused: string }>,
  ask: Ask,
): Promise<{ out: readonly Leaf[]; answer: AskedAnswer } | undefined> {
  const { named, others } = suspects(reason, leaves, at);
  for (const group of [named, others]) {
    let better: { out: readonly Leaf[]; answer: AskedAnswer } | undefined;
    for (const out of group) {
      const answer = await ask(leaves.filter((leaf) => !out.includes(leaf)));
      if (!('refused' in answer)) return { out, answer };
      if (answer.refused !== reason && !misses(answer.refused, out)) better ??= { out, answer };
    }
    if (better) return better;
  }
  return undefined;
}
