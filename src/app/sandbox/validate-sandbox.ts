import { join, relative, resolve } from 'node:path';
import { teamHome } from '../../codex/cli/isolation.ts';
import { type PrivateCli, withPrivateCli } from '../../codex/cli/private-cli.ts';
import { readNamedText, readTextIfThere } from '../../codex/cli/read-regular-file.ts';
import { makeManagedStandIn, managedFolder } from '../../codex/config/managed-folder.ts';
import type { ManagedBy } from '../../codex/sandbox/try-profile.ts';
import { tryTrials } from '../../codex/sandbox/try-team-profiles.ts';
import { UsageError, WorkError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import type { ProbeMatrix } from '../../domain/sandbox/matrix/matrix.ts';
import { readTeamProfiles, type SourceFile } from '../../domain/sandbox/profiles/profile-source.ts';
import { parseOutbound } from '../../domain/sandbox/trials/outbound.ts';
import type { Layout } from '../../domain/sandbox/trials/places.ts';
import { chooseProfiles, planTrials } from '../../domain/sandbox/trials/plan-trials.ts';
import {
  parseStatedExpectations,
  type StatedExpectation,
  sandboxExpectations,
} from '../../domain/sandbox/trials/stated-expectations.ts';
import { findWorkingCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** Which profiles are tried, and how. */
export type ValidationRequest = {
  /** Names of profiles; all of them when there are none. */
  profiles: readonly string[];
  /** A config.toml, or its text; by default those of CODEX_HOME and of the project, merged as the CLI does. */
  config?: string | SourceFile | undefined;
  /** A requirements.toml; the one of the machine by default. */
  requirements?: string | undefined;
  /** Stated expectations; `checks/sandbox.yaml` of the project by default. */
  expectations?: string | undefined;
  /** Try each profile in a session too. */
  live?: boolean | undefined;
  /** A person consents to run the probes without a sandbox. */
  fullAccess?: boolean | undefined;
  /** How the workspace is laid out; a repository when undefined. */
  layout?: Layout | undefined;
  /** `host:port` to connect to. */
  outbound?: string | undefined;
  codex?: string | undefined;
  signal: AbortSignal;
  /** Hears of the number of trials before the first, and of each when it is over. */
  onProgress?: OnProgress | undefined;
};

/**
 * Tries what commands can do under permission profiles with the real CLI, in an isolated environment that is gone
 * afterwards.
 *
 * @throws UsageError for a file that cannot be read, or a profile that does not exist
 * @throws WorkError where the probes cannot be run, or the CLI states no version
 */
export async function validateSandbox(world: World, request: ValidationRequest): Promise<ProbeMatrix> {
  const { environment } = world;
  const { signal, live = false, fullAccess = false, onProgress } = request;
  if (process.platform !== 'linux') throw new WorkError('profiles can be tried on Linux only so far');
  const outbound = parseOutbound(request.outbound);
  const [config, project, requirements, stated] = await Promise.all([
    typeof request.config === 'object'
      ? request.config
      : readFile(world, request.config, join(teamHome(environment), 'config.toml')),
    request.config === undefined ? readProject(world) : undefined,
    readFile(world, request.requirements, join(managedFolder, 'requirements.toml')),
    readExpectations(world, request.expectations),
  ]);
  const files = { config, project, requirements };
  const read = readTeamProfiles(files);
  const { source } = read;
  const profiles = chooseProfiles(source, request.profiles);
  const trials = planTrials(source, { profiles, live, fullAccess });
  if (trials.length === 0) {
    throw new UsageError(
      `${profiles.join(', ')} has no sandbox`,
      'Say with --full-access that the probes may run without one; they write in an isolated environment only.',
    );
  }
  onProgress?.({ done: 0, planned: trials.length });
  const { codex, version } = await findWorkingCli(world, request);
  return withPrivateCli({ codex, environment, signal }, async (cli) => {
    const managed = await managedBy(cli, { requirements, isNamed: request.requirements !== undefined });
    const place = { environment, teamHome: teamHome(environment), project: world.cwd };
    return tryTrials(cli, {
      files,
      read,
      place,
      version,
      trials,
      managed,
      stated,
      layout: request.layout,
      outbound,
      onProgress,
    });
  });
}

/** Requirements that a person named are put in place of those of the machine. */
async function managedBy(
  { work }: PrivateCli,
  { requirements, isNamed }: { requirements: SourceFile | undefined; isNamed: boolean },
): Promise<ManagedBy | undefined> {
  if (!requirements) return undefined;
  return isNamed ? makeManagedStandIn(work, { 'requirements.toml': requirements.text }) : 'the machine';
}

async function readExpectations(
  world: World,
  named: string | undefined,
): Promise<readonly StatedExpectation[]> {
  const source = await readFile(world, named, join(world.cwd, sandboxExpectations));
  return source ? parseStatedExpectations(source.text, source.file) : [];
}

/** The configuration of the project; none where that is the one of CODEX_HOME. */
function readProject(world: World): Promise<SourceFile | undefined> | undefined {
  const folder = join(world.cwd, '.codex');
  const isHome = resolve(teamHome(world.environment)) === resolve(folder);
  return isHome ? undefined : readFile(world, undefined, join(folder, 'config.toml'));
}

/** A file that was named must be there; the usual one need not. */
async function readFile(
  { cwd }: World,
  named: string | undefined,
  usual: string,
): Promise<SourceFile | undefined> {
  const path = named === undefined ? usual : resolve(cwd, named);
  const shown = relative(cwd, path).startsWith('..') ? path : relative(cwd, path);
  if (named === undefined) {
    const text = readTextIfThere(path);
    return text === undefined ? undefined : { file: shown, text };
  }
  try {
    return { file: shown, text: await readNamedText(path) };
  } catch (cause) {
    throw new UsageError(`${shown}: cannot be read: ${(cause as Error).message}`);
  }
}
