import { judgeCatalog } from '../../../domain/checks/judge/models.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { readCatalog, readOwnCatalogs } from '../../config/model-policy.ts';
import { configuredModels, readAllConfigs, readRoleFiles } from '../../config/team-config.ts';
import type { Probe } from '../probe.ts';

export const modelsCatalog: Probe<'models.catalog'> = async (context) => {
  const models = await readCatalog(context);
  if (!models) return skip('this CLI version does not show its model catalog');
  const files = await readAllConfigs({ home: context.teamHome, project: context.project });
  // A catalog of the team's takes the place of the one of the CLI.
  const own = readOwnCatalogs(files, context.environment.HOME);
  const named = configuredModels([...files, ...(await readRoleFiles(files))]);
  return judgeCatalog([...own, ...models], named, await context.testedVersion());
};
