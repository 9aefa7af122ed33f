import { judgeCatalog } from '../../domain/checks/judge/models-catalog.ts';
import { skip } from '../../domain/checks/judgement.ts';
import { readCatalog } from '../model-policy.ts';
import type { Probe } from '../probe.ts';
import { configuredModels, readTeamConfigs } from '../team-config.ts';

export const modelsCatalog: Probe<'models.catalog'> = async (context) => {
  const models = await readCatalog(context);
  if (!models) return skip('this CLI version does not show its model catalog');
  return judgeCatalog(
    models,
    configuredModels(await readTeamConfigs(context.teamHome)),
    await context.testedVersion(),
  );
};
