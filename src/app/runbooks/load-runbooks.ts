import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { UsageError } from '../../domain/base/errors.ts';
import { joinRunbooks } from '../../domain/runbooks/join-runbooks.ts';
import { parseRunbook, type Runbook } from '../../domain/runbooks/runbook.ts';
import { loadArtifactKinds } from '../artifacts/load-artifact-kinds.ts';
import { loadSuites } from '../checks/load-suite.ts';
import { productFolder } from '../world/product-folder.ts';
import type { World } from '../world/world.ts';

/** The runbooks that ship with the cockpit, by id. */
export async function loadShippedRunbooks(): Promise<readonly Runbook[]> {
  return readRunbooks(join(productFolder(), 'runbooks'), productFolder());
}

/**
 * The runbooks of the project, `runbooks/*.md`, with the shipped ones for whatever it has not got. Either
 * all of them are good, or none is used.
 *
 * @throws UsageError naming file, line and field: a bad field, an item that stands twice, an unknown check or artifact
 */
export async function loadDraftRunbooks(world: Pick<World, 'cwd'>): Promise<readonly Runbook[]> {
  const [shipped, own, suite, kinds] = await Promise.all([
    loadShippedRunbooks(),
    readRunbooks(join(world.cwd, 'runbooks'), world.cwd),
    loadSuites(world.cwd, []),
    loadArtifactKinds(world),
  ]);
  const others = shipped.filter(({ id }) => !own.some((runbook) => runbook.id === id));
  return joinRunbooks([...own, ...others].sort(byId), {
    checks: new Set(suite.checks.map(({ id }) => id)),
    artifacts: new Set(kinds.map(({ id }) => id)),
  });
}

async function readRunbooks(folder: string, shownFrom: string): Promise<readonly Runbook[]> {
  const names = await readdir(folder).catch(() => []);
  const runbooks = await Promise.all(
    names
      .filter((name) => name.endsWith('.md'))
      .sort()
      .map((name) => readRunbook(join(folder, name), relative(shownFrom, join(folder, name)))),
  );
  return runbooks.sort(byId);
}

async function readRunbook(path: string, shown: string): Promise<Runbook> {
  const text = await readFile(path, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${shown}: cannot read the runbook: ${cause.message}`);
  });
  return parseRunbook(text, shown);
}

function byId(one: Runbook, other: Runbook): number {
  return one.id < other.id ? -1 : 1;
}
