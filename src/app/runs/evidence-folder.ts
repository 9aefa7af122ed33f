import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { dataFolder } from '../world/database-path.ts';
import type { World } from '../world/world.ts';

/** The file of an evidence folder that says what was captured. */
export const RUN_FILE = 'run.json';

/** The file with the provenance of the run, schema 1.0. */
export const PROVENANCE_FILE = 'provenance.json';

/** The file with the digests of all others, as `sha256sum --check` reads it. */
export const SUMS_FILE = 'SHA256SUMS';

/** The folder with a folder for each captured run: the one that is named, else CODEX_COCKPIT_RUNS, else in the data folder. */
export function runsFolder({ environment, cwd }: Pick<World, 'environment' | 'cwd'>, asked?: string): string {
  const named = asked ?? environment.CODEX_COCKPIT_RUNS;
  if (named !== undefined && named !== '') return resolve(cwd, named);
  return join(dataFolder(environment), 'runs');
}

/** The evidence folder of a captured run: the files that its record names, redacted. */
export function evidenceFolder(
  world: Pick<World, 'environment' | 'cwd'>,
  run: string,
  asked?: string,
): string {
  return join(runsFolder(world, asked), run);
}

/** The evidence folder of a captured run, and whether it is on this machine. */
export async function findEvidence(
  world: Pick<World, 'environment' | 'cwd'>,
  run: string,
): Promise<{ folder: string; isThere: boolean }> {
  const folder = evidenceFolder(world, run);
  const isThere = await access(join(folder, RUN_FILE)).then(
    () => true,
    () => false,
  );
  return { folder, isThere };
}
