import { judgeLocalPolicy } from '../../../domain/checks/judge/models.ts';
import { modelPolicyFile, readCatalog, readModelPolicy, readOwnCatalogs } from '../../config/model-policy.ts';
import { configuredModels, readAllConfigs, readRoleFiles } from '../../config/team-config.ts';
import type { Probe } from '../probe.ts';

export const modelsLocalPolicy: Probe<'models.local-policy'> = async (context, { policy }) => {
  const file = modelPolicyFile(context, policy);
  const stated = await readModelPolicy(file);
  const files = await readAllConfigs({ home: context.teamHome, project: context.project });
  const configured = configuredModels([...files, ...(await readRoleFiles(files))]);
  const bundled = stated && (await readCatalog(context));
  const catalog = bundled && [...readOwnCatalogs(files, context.environment.HOME), ...bundled];
  return judgeLocalPolicy(stated, { file, configured, catalog });
};
