import {
  judgeRequirementsControl,
  judgeRequirementsParse,
  noRequirements,
  refusedByEveryVersion,
} from '../../../domain/checks/judge/requirements.ts';
import { askPolicyVerdict } from '../../config/policy-verdict.ts';
import { readRequirementsFile } from '../../config/requirements-file.ts';
import type { Probe } from '../probe.ts';

export const requirementsParse: Probe<'requirements.parse'> = async (context, { requirements }) => {
  const { file, text } = await readRequirementsFile(context, requirements);
  if (text === undefined) return noRequirements(file);
  const { platform } = context;
  const verdict = await askPolicyVerdict(context, { text, file, kind: 'requirements', platform });
  const judgement = judgeRequirementsParse(verdict, { file });
  if (verdict.type !== 'accepted') return judgement;
  const control = {
    text: refusedByEveryVersion,
    file: 'the control',
    kind: 'requirements',
    platform,
  } as const;
  return judgeRequirementsControl(await askPolicyVerdict(context, control)) ?? judgement;
};
