import { judgeRequirementsKeys, noRequirements } from '../../../domain/checks/judge/requirements.ts';
import { findingsOfWarnings } from '../../../domain/policy/config/ignored-by-cli.ts';
import { knownRelease } from '../../../domain/policy/known-release.ts';
import { lintPolicy } from '../../../domain/policy/lint-policy.ts';
import { askPolicyVerdict } from '../../config/policy-verdict.ts';
import { readRequirementsFile } from '../../config/requirements-file.ts';
import type { Probe } from '../probe.ts';

export const requirementsUnknownKeys: Probe<'requirements.unknown-keys'> = async (
  context,
  { requirements },
) => {
  const { file, text } = await readRequirementsFile(context, requirements);
  if (text === undefined) return noRequirements(file);
  const version = await context.testedVersion();
  const { platform } = context;
  const verdict = await askPolicyVerdict(context, { text, file, kind: 'requirements', platform });
  const findings = [
    ...lintPolicy({ text, file }, { kind: 'requirements', version }),
    ...(verdict.type === 'accepted' ? findingsOfWarnings({ text, file }, verdict.warnings) : []),
  ];
  return judgeRequirementsKeys(findings, { file, release: knownRelease(version, 'requirements') });
};
