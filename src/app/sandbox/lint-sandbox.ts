import { realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { findNativeBinary } from '../../codex/cli/install.ts';
import { teamHome } from '../../codex/cli/isolation.ts';
import type { Finding } from '../../domain/base/shape/finding.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import { ripgrepFindings } from '../../domain/sandbox/matrix/machine-notices.ts';
import { isAboutProfiles } from '../../domain/sandbox/profiles/lint-profiles.ts';
import { readProfileSource, type SourceFile } from '../../domain/sandbox/profiles/profile-source.ts';
import { readProfiles } from '../../domain/sandbox/profiles/read-profiles.ts';
import { readPolicyFile } from '../policy/lint-policy.ts';
import { findWorkingCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** What is wrong with the permission profiles of a configuration. */
export type ProfileLint = { file: string; version: string; findings: readonly Finding[] };

/**
 * Lints the permission profiles of a config.toml; of CODEX_HOME when none is named.
 *
 * @throws UsageError when the file cannot be read
 * @throws WorkError when the CLI states no version
 */
export async function lintSandbox(
  world: World,
  {
    file,
    codex: named,
    signal,
  }: { file?: string | undefined; codex?: string | undefined; signal: AbortSignal },
): Promise<ProfileLint> {
  const { environment } = world;
  const path = file ?? join(teamHome(environment), 'config.toml');
  const text = await readPolicyFile(world, path);
  const { codex, version } = await findWorkingCli(world, { codex: named, signal });
  const native = await findNativeBinary(codex);
  const codexFolder = dirname(native?.path ?? (await realpath(codex)));
  const findings = lintPolicy({ text, file: path }, { kind: 'config', version, codexFolder });
  const ofFile = findings.filter((one) => one.field === '' || isAboutProfiles(one));
  const isRead = !findings.some(({ field, effect }) => field === '' && effect === 'refused');
  return {
    file: path,
    version,
    findings: [...ofFile, ...(isRead ? ofRipgrep({ file: path, text }, world) : [])],
  };
}

function ofRipgrep(config: SourceFile, { environment }: World): readonly Finding[] {
  const { permissions, placeOf } = readProfileSource({ config, requirements: undefined });
  return ripgrepFindings(readProfiles(permissions, placeOf), environment.RIPGREP_CONFIG_PATH);
}
