import { dirname, join } from 'node:path';
import { judgeProfileLint } from '../../domain/checks/judge/profile-lint.ts';
import { skip } from '../../domain/checks/judgement.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import { isAboutProfiles } from '../../domain/sandbox/lint-profiles.ts';
import { findNativeBinary } from '../install/native-binary.ts';
import type { Probe } from '../probe.ts';
import { readTextIfThere } from '../read-regular-file.ts';

/** The CLI passes over what it does not know in a profile, also in its strict mode. */
export const sandboxProfileLint: Probe<'sandbox.profile-lint'> = async ({
  codex,
  teamHome,
  testedVersion,
}) => {
  const file = join(teamHome, 'config.toml');
  const text = readTextIfThere(file);
  if (text === undefined) return skip(`there is no configuration: ${file} is not a file`);
  const native = await findNativeBinary(codex);
  const findings = lintPolicy(
    { text, file },
    { kind: 'config', version: await testedVersion(), codexFolder: native && dirname(native.path) },
  );
  return judgeProfileLint(findings.filter((one) => one.field === '' || isAboutProfiles(one)));
};
