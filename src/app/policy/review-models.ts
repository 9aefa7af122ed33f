import { join } from 'node:path';
import { teamHome } from '../../codex/cli/isolation.ts';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { managedFolder } from '../../codex/config/managed-folder.ts';
import { readModels, readOwnCatalogs } from '../../codex/config/model-policy.ts';
import {
  type ConfigFile,
  configuredModels,
  readConfigAt,
  readRoleFiles,
  readTeamConfigs,
} from '../../codex/config/team-config.ts';
import { WorkError } from '../../domain/base/errors.ts';
import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import { judgeCloudAttestation, parseModelPolicy } from '../../domain/policy/models/model-policy.ts';
import {
  type Catalog,
  type ModelPolicyReport,
  reviewModels,
} from '../../domain/policy/models/model-review.ts';
import type { Views } from '../../store/views/views.ts';
import { identifyCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';
import { readPolicyFile } from './lint-policy.ts';

/** Where the model policy is looked for. */
export const usualModelPolicy = 'model-policy.yaml';

/**
 * Reviews the model policy: the local side against the configuration and the catalogs of the pin and of a
 * candidate, the cloud side by what persons attested.
 *
 * @throws UsageError when the policy cannot be read
 * @throws WorkError when a CLI does not show its models
 */
export async function reviewModelPolicy(
  world: World,
  views: Pick<Views, 'evidence'> | undefined,
  request: {
    policy?: string | undefined;
    codex?: string | undefined;
    candidate?: string | undefined;
    signal: AbortSignal;
  },
): Promise<ModelPolicyReport> {
  const file = request.policy ?? usualModelPolicy;
  const policy = parseModelPolicy(await readPolicyFile(world, file), file);
  const clis = [request.codex, ...(request.candidate === undefined ? [] : [request.candidate])];
  const cloud = { stated: policy.cloud, attested: await newestAttestation(views) };
  const files = await configuredEverywhere(world);
  // A catalog of the team's takes the place of the one of the CLI.
  const own = readOwnCatalogs(files, world.environment.HOME);
  const read = await Promise.all(clis.map((named) => readCatalog(world, named, request.signal)));
  const catalogs = read.map(({ cli, models }) => ({ cli, models: [...own, ...models] }));
  return {
    file,
    local: reviewModels(policy, { configured: configuredModels(files), catalogs }),
    catalogs: catalogs.map(({ cli }) => cli),
    cloud: { ...cloud, standing: judgeCloudAttestation(cloud, world.now()) },
  };
}

/** What a person last attested of cloud tasks; undefined when nobody did. */
export async function newestAttestation(
  views: Pick<Views, 'evidence'> | undefined,
): Promise<RecordedEvidence | undefined> {
  const evidence = (await views?.evidence()) ?? [];
  return evidence.find(({ kind, key }) => kind === 'review' && key === 'models.cloud');
}

async function readCatalog(world: World, named: string | undefined, signal: AbortSignal): Promise<Catalog> {
  const { environment } = world;
  const { codex, version } = await identifyCli(world, { codex: named, signal });
  const models = await withPrivateCli({ codex, environment, signal }, readModels);
  if (version === undefined || models === undefined) {
    throw new WorkError(`${codex} does not show its models`, 'Name a CLI from 0.139.0 on.');
  }
  return { cli: version, models };
}

/** Every layer that can name a model: the user's files, the project, and those of the machine. */
async function configuredEverywhere({ environment, cwd }: World): Promise<readonly ConfigFile[]> {
  const others = [
    join(cwd, '.codex', 'config.toml'),
    join(managedFolder, 'config.toml'),
    join(managedFolder, 'managed_config.toml'),
  ];
  const found = await Promise.all(others.map(readConfigAt));
  const files = [
    ...(await readTeamConfigs(teamHome(environment))),
    ...found.filter((file) => file !== undefined),
  ];
  return [...files, ...(await readRoleFiles(files))];
}
