import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { judgeCloudPolicy } from '../../../domain/checks/judge/models.ts';
import { modelPolicyFile, readCatalog, readModelPolicy } from '../../config/model-policy.ts';
import type { Probe } from '../probe.ts';

export const modelsCloudSeparate: Probe<'models.cloud-separate'> = async (context, { policy }) => {
  const file = modelPolicyFile(context, policy);
  const stated = await readModelPolicy(file);
  const scripts = await Promise.all(
    (stated?.scripts ?? []).map(async (script) => ({
      file: script,
      text: await readFile(resolve(context.project, script), 'utf8'),
    })),
  );
  return judgeCloudPolicy(stated, {
    file,
    scripts,
    catalog: stated && (await readCatalog(context)),
    attested: stated && (await context.cloudAttestation()),
    now: context.now(),
  });
};
