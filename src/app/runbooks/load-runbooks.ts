import { join } from 'node:path';
import { WORK_CHECKS } from '../../domain/runbooks/elsewhere.ts';
import { joinRunbooks } from '../../domain/runbooks/join-runbooks.ts';
import type { Runbook } from '../../domain/runbooks/runbook.ts';
import { loadArtifactKinds } from '../artifacts/load-artifact-kinds.ts';
import { loadSuites } from '../checks/load-suite.ts';
import type { World } from '../world/world.ts';
import { byId, loadShippedRunbooks, readRunbooks } from './read-runbook-files.ts';

/**
 * The runbooks of the project, `runbooks/*.md`, with the shipped ones for whatever it has not got. Either
 * all of them are good, or none is used.
 *
 * @throws UsageError naming file, line and field: a bad field, a repeated item, an unknown check or artifact
 */
export async function loadDraftRunbooks(world: Pick<World, 'cwd'>): Promise<readonly Runbook[]> {
  const [shipped, own, suite, kinds, sdlc] = await Promise.all([
    loadShippedRunbooks(),
    readRunbooks(join(world.cwd, 'runbooks'), world.cwd),
    loadSuites(world.cwd, []),
    loadArtifactKinds(world),
    loadSuites(world.cwd, ['sdlc']),
  ]);
  const others = shipped.filter(({ id }) => !own.some((runbook) => runbook.id === id));
  return joinRunbooks([...own, ...others].sort(byId), {
    checks: new Set([...[...suite.checks, ...sdlc.checks].map(({ id }) => id), ...WORK_CHECKS]),
    artifacts: new Set(kinds.map(({ id }) => id)),
  });
}
