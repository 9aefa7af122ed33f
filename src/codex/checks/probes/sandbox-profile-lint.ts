import { dirname, join } from 'node:path';
import { judgeProfileLint } from '../../../domain/checks/judge/sandbox.ts';
import { skip } from '../../../domain/checks/judgement.ts';
import { lintPolicy } from '../../../domain/policy/lint-policy.ts';
import { isAboutProfiles } from '../../../domain/sandbox/profiles/lint-profiles.ts';
import { findNativeBinary } from '../../cli/install/native-binary.ts';
import { readTextIfThere } from '../../cli/read-regular-file.ts';
import type { Probe } from '../probe.ts';

/** The CLI ignores what it does not know in a profile, also in its strict mode, and also in that of a project. */
export const sandboxProfileLint: Probe<'sandbox.profile-lint'> = async ({
  codex,
  teamHome,
  project,
  testedVersion,
}) => {
  const files = [join(teamHome, 'config.toml'), join(project, '.codex', 'config.toml')];
  const found = [...new Set(files)].flatMap((file) => {
    const text = readTextIfThere(file);
    return text === undefined ? [] : [{ file, text }];
  });
  if (found.length === 0) return skip(`there is no configuration: ${files.join(' and ')} are no files`);
  const native = await findNativeBinary(codex);
  const judgedFor = { version: await testedVersion(), codexFolder: native && dirname(native.path) };
  const findings = found.flatMap((source) => lintPolicy(source, { kind: 'config', ...judgedFor }));
  return judgeProfileLint(findings.filter((one) => one.field === '' || isAboutProfiles(one)));
};
