import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { teamHome } from '../../codex/cli/isolation.ts';
import type { Place } from '../../domain/base/documents/place.ts';
import type { PlaceToEdit } from '../../domain/base/shell/editor-command.ts';
import { namedPlaces } from '../../domain/checks/named-places.ts';
import type { RecordedCheck } from '../../domain/checks/recorded.ts';
import type { World } from '../world/world.ts';

/**
 * The files that the finding of a check names and that exist, each with its place: those of the team's CODEX_HOME, and
 * those of the folder that the person works in.
 */
export async function findNamedFiles(
  world: Pick<World, 'environment' | 'cwd'>,
  { actual, summary, expected }: Pick<RecordedCheck, 'actual' | 'summary' | 'expected'>,
): Promise<readonly PlaceToEdit[]> {
  const named = [actual, summary, expected].flatMap((text) => namedPlaces(text ?? ''));
  const candidates = named.flatMap(({ file, ...place }) =>
    pathsOf(file, world).map((path) => ({ path, ...place })),
  );
  const exists = await Promise.all(candidates.map(({ path }) => isFile(path)));
  const found = candidates.filter((_, index) => exists[index]);
  // A file without a place is said more exactly where it is named with one.
  const placed = new Set(found.filter(({ line }) => line !== undefined).map(({ path }) => path));
  const wanted = found.filter(({ path, line }) => line !== undefined || !placed.has(path));
  return [...new Map(wanted.map((one) => [`${one.path}:${one.line}:${one.column}`, one])).values()];
}

/** Where a named place is, as an editor takes it; undefined when the file is not there any more. */
export async function findPlace(
  world: Pick<World, 'environment' | 'cwd'>,
  { file, line, column }: Place,
): Promise<PlaceToEdit | undefined> {
  for (const path of pathsOf(file, world)) if (await isFile(path)) return { path, line, column };
  return undefined;
}

/** Where a name may lead to. */
function pathsOf(file: string, { environment, cwd }: Pick<World, 'environment' | 'cwd'>): readonly string[] {
  const home = teamHome(environment);
  const inHome = /^\$(?:CODEX_HOME|\{CODEX_HOME\})\/(.*)$/.exec(file)?.[1];
  if (inHome !== undefined) return [join(home, inHome)];
  if (file.startsWith('~/')) return [join(environment.HOME || homedir(), file.slice(2))];
  return [...new Set([resolve(cwd, file), resolve(home, file)])];
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() ?? false;
}
