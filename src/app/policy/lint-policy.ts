import { resolve } from 'node:path';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { readNamedBytes } from '../../codex/cli/read-regular-file.ts';
import { askPolicyVerdict } from '../../codex/config/policy-verdict.ts';
import { decodeUtf8 } from '../../domain/base/documents/decode-utf8.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { findingsOfWarnings } from '../../domain/policy/config/ignored-by-cli.ts';
import { knownRelease } from '../../domain/policy/known-release.ts';
import { lintPolicy } from '../../domain/policy/lint-policy.ts';
import { type PolicyFileKind, type PolicyReport, policyFileKind } from '../../domain/policy/policy-report.ts';
import { findWorkingCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** Which file, and for which CLI. */
type LintRequest = {
  file: string;
  kind?: PolicyFileKind | undefined;
  codex?: string | undefined;
  signal: AbortSignal;
};

/**
 * Judges a policy file by what we know of the version, and lets that CLI judge it too.
 *
 * @throws UsageError when the file cannot be read
 * @throws WorkError when the CLI states no version
 */
export async function lintPolicyFile(world: World, request: LintRequest): Promise<PolicyReport> {
  const { file, signal } = request;
  const { environment } = world;
  const text = await readPolicyBytes(world, file);
  const { codex, version } = await findWorkingCli(world, request);
  const kind = request.kind ?? policyFileKind(file);
  const cli = await withPrivateCli({ codex, environment, signal }, (cli) =>
    askPolicyVerdict(cli, { text, file, kind, platform: process.platform }),
  );
  return {
    file,
    kind,
    version,
    release: knownRelease(version, kind === 'requirements' ? 'requirements' : 'config'),
    findings: [
      ...lintPolicy({ text, file }, { kind, version }),
      ...(cli.type === 'accepted' ? findingsOfWarnings({ text, file }, cli.warnings) : []),
    ],
    cli,
  };
}

/** @throws UsageError when the file cannot be read or is not UTF-8 */
export async function readPolicyFile(world: Pick<World, 'cwd'>, file: string): Promise<string> {
  const decoded = decodeUtf8(await readPolicyBytes(world, file));
  if (decoded.type === 'text') return decoded.text;
  throw new UsageError(`${formatPlace({ file, ...decoded })}: ${decoded.message}`);
}

/**
 * The bytes of a policy file: the CLI judges them undecoded.
 *
 * @throws UsageError when the file cannot be read
 */
async function readPolicyBytes({ cwd }: Pick<World, 'cwd'>, file: string): Promise<Uint8Array> {
  try {
    return await readNamedBytes(resolve(cwd, file));
  } catch (cause) {
    throw new UsageError(`${file}: cannot be read: ${(cause as Error).message}`);
  }
}
