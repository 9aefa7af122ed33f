import { join } from 'node:path';
import { stringify } from 'smol-toml';
import { isTable } from '../../../domain/base/shape/check-shape.ts';
import { mergeTables } from '../../../domain/sandbox/profiles/profile-source.ts';
import type { AreaObservation } from '../../../domain/upgrade/rehearsal/observation.ts';
import { sandboxFacts } from '../../../domain/upgrade/rehearsal/surface/sandbox.ts';
import type { ProfilesOfTeam } from '../../../domain/upgrade/rehearsal/surface/sandbox-witness.ts';
import { tryTeamProfiles } from '../../sandbox/try-team-profiles.ts';
import type { Observer, TeamPlace } from '../observer.ts';
import { findTeamFiles, type TeamFile } from '../team/team-files.ts';

/** The profiles that stand for the older setting. */
const profileOfMode: Readonly<Record<string, string>> = {
  'read-only': ':read-only',
  'workspace-write': ':workspace',
};

/** What commands can do under the profiles of the team and the built-in ones, by the sandbox helper. */
export const observeSandbox: Observer = {
  name: 'sandbox',
  areas: ['sandbox'],
  observe: async ({ codex, version, run, work, team, environment, tidy }) => {
    const seen = (more: Partial<AreaObservation>): readonly AreaObservation[] => [
      { area: 'sandbox', facts: [], gaps: [], errors: [], ...more },
    ];
    const page = await run([codex, 'help', 'sandbox']);
    if (!/^ {2}-P, --permissions?-profile/m.test(page.stdout))
      return seen({
        gaps: [{ what: 'the sandbox', reason: 'this version takes no profile', hidesAll: true }],
      });
    const matrix = await tryTeamProfiles(
      {
        environment,
        codex,
        run,
        work,
        teamHome: team.home,
        project: team.project,
        testedVersion: async () => version,
        record: () => undefined,
      },
      { profiles: [], modes: ['helper', 'managed'], outbound: 'none' },
    );
    if (!matrix) return seen({ gaps: [{ what: 'the sandbox', reason: 'there is no profile to try' }] });
    const { facts, gaps } = sandboxFacts(matrix.trials, {
      ...profilesOf(await findTeamFiles(team), team),
      ...{ home: team.home, project: team.project },
    });
    return seen({
      facts: facts.map((fact) => ({ ...fact, value: tidy(fact.value) })),
      gaps: gaps.map((gap) => ({ ...gap, reason: tidy(gap.reason) })),
    });
  },
};

function profilesOf(
  files: readonly TeamFile[],
  { project }: TeamPlace,
): Pick<ProfilesOfTeam, 'names' | 'config'> {
  // Those that the trials read too: of CODEX_HOME, and over it those of the project.
  const own = join(project, '.codex', 'config.toml');
  const tables = files
    .filter(({ type, path }) => type === 'home' || path === own)
    .map(({ toml }) => toml?.data.permissions);
  const permissions = tables
    .filter((one) => isTable(one))
    .reduce<Readonly<Record<string, unknown>>>(mergeTables, {});
  const names = new Set(
    files.flatMap(({ toml }) => {
      const { permissions, default_permissions: chosen, sandbox_mode: mode } = toml?.data ?? {};
      const declared = isTable(permissions) ? permissions : {};
      const extended = Object.values(declared).map((one) => (isTable(one) ? one.extends : undefined));
      const older = typeof mode === 'string' ? profileOfMode[mode] : undefined;
      return [...Object.keys(declared), ...extended, chosen, older].filter(
        (name) => typeof name === 'string',
      );
    }),
  );
  return { names, config: stringify({ permissions }) };
}
