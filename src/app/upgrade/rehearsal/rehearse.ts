import { availableParallelism } from 'node:os';
import semver from 'semver';
import { findNativeBinary, hashFile } from '../../../codex/cli/install.ts';
import { teamHome } from '../../../codex/cli/isolation.ts';
import { observe } from '../../../codex/rehearsal/observe.ts';
import { observers } from '../../../codex/rehearsal/observers.ts';
import type { Area } from '../../../domain/upgrade/rehearsal/area.ts';
import { compareObservations } from '../../../domain/upgrade/rehearsal/compare.ts';
import { areasWithoutRules, type RatedArea, rateAreas } from '../../../domain/upgrade/rehearsal/rate.ts';
import { judgeRehearsal, type RehearsalVerdict } from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import { findWorkingCli } from '../../world/find-cli.ts';
import type { World } from '../../world/world.ts';

/** What to rehearse. */
export type RehearsalRequest = {
  /** The CLI of the pin and the candidate: a path or an installed version. */
  pin: string | undefined;
  to: string;
  /** Folders below the project in which sessions start too. */
  folders: readonly string[];
  /** Names of observers; all when empty. */
  only: readonly string[];
  signal: AbortSignal;
  tell: (line: string) => void;
};

/** Observes the pin and a candidate on copies of what the team has, and compares them. */
export async function rehearse(
  world: World,
  { pin, to, folders, only, signal, tell }: RehearsalRequest,
): Promise<{
  areas: readonly RatedArea[];
  areasWithoutRules: readonly Area[];
  verdict: RehearsalVerdict;
  pin: string;
  candidate: string;
}> {
  const { environment } = world;
  const team = { home: teamHome(environment), project: world.cwd, folders: ['.', ...folders] };
  const chosen = observers.filter(({ name }) => only.length === 0 || only.includes(name));
  const concurrency = Math.max(1, Math.floor(availableParallelism() / 2));
  const [before, after] = await Promise.all(
    [pin, to].map(async (named) => {
      const { codex, version } = await findWorkingCli(world, { codex: named, signal });
      const observation = await observe({ path: codex, version }, chosen, {
        team,
        environment,
        signal,
        concurrency,
        tell: (observer) => tell(`${version}: ${observer}`),
      });
      const binary = await findNativeBinary(codex);
      return { observation, sha256: await hashFile(binary?.path ?? codex) };
    }),
  );
  if (!before || !after) throw new Error('a rehearsal needs two CLIs');
  const rules = { version: 1, digest: '', written: {}, rules: [], overrides: [] };
  const areas = rateAreas(compareObservations(before.observation, after.observation), { rules, uses: [] });
  return {
    areas,
    areasWithoutRules: areasWithoutRules(rules, (range) =>
      semver.satisfies(after.observation.version, range),
    ),
    verdict: judgeRehearsal({ areas }),
    pin: before.observation.version,
    candidate: after.observation.version,
  };
}
