import { join, resolve } from 'node:path';
import { startSession } from '../../codex/app-server/start-session.ts';
import { teamHome } from '../../codex/cli/isolation.ts';
import { withPrivateCli } from '../../codex/cli/private-cli.ts';
import { readBytesIfThere, readNamedBytes } from '../../codex/cli/read-regular-file.ts';
import { managedFolder } from '../../codex/config/managed-folder.ts';
import { findBrokenRules, rulesIn } from '../../codex/config/rules.ts';
import { UsageError } from '../../domain/base/errors.ts';
import type { OnProgress } from '../../domain/base/progress.ts';
import { parseSetting } from '../../domain/policy/config/parse-setting.ts';
import {
  explain,
  mergePolicy,
  type PolicyFile,
  type PolicyFiles,
  readPolicyFile,
} from '../../domain/policy/explain-policy.ts';
import type { PolicyExplanation } from '../../domain/policy/policy-explanation.ts';
import { readManagedBytes } from '../../domain/policy/requirements/requirement-layers.ts';
import { findWorkingCli } from '../world/find-cli.ts';
import type { World } from '../world/world.ts';

/** Whose policy is explained. Files that are not named are those of the machine. */
export type ExplainRequest = {
  cloud?: string | undefined;
  mdm?: string | undefined;
  managed?: string | undefined;
  system?: string | undefined;
  config?: string | undefined;
  /** `key=value`, as `codex -c` takes them. */
  set?: readonly string[] | undefined;
  codex?: string | undefined;
  signal: AbortSignal;
  /** Hears what is done next. */
  onProgress?: OnProgress | undefined;
};

/**
 * Merges the layers of requirements, works out what a session gets of what is asked for, and compares
 * that with a session that is really started.
 *
 * @throws UsageError when a named file cannot be read or is not valid TOML, or a setting has no form or a key that the CLI does not know
 * @throws WorkError when the CLI states no version
 */
export async function explainPolicy(world: World, request: ExplainRequest): Promise<PolicyExplanation> {
  const { environment, cwd } = world;
  const { signal } = request;
  const set = (request.set ?? []).map(parseSetting);
  const named = (file: string | undefined) => (file === undefined ? undefined : resolve(cwd, file));
  const files: PolicyFiles = {
    layers: {
      'cloud-managed': await read(named(request.cloud)),
      MDM: await read(named(request.mdm), undefined, readManagedBytes),
      'legacy managed config': await read(named(request.managed), join(managedFolder, 'managed_config.toml')),
      'system file': await read(named(request.system), join(managedFolder, 'requirements.toml')),
    },
    config: await read(named(request.config), join(teamHome(environment), 'config.toml')),
    set,
  };
  const { codex, version } = await findWorkingCli(world, request);
  const expected = mergePolicy(files, version);
  request.onProgress?.({ step: 'starting a session under the merged layers' });
  const answer = await withPrivateCli({ codex, environment, signal }, (cli) =>
    startSession(cli, expected.trial, { platform: process.platform }),
  );
  request.onProgress?.({ step: 'reading the rules' });
  const rules = await rulesIn([managedFolder, teamHome(environment)]);
  const brokenRules = await withPrivateCli({ codex, environment, signal }, ({ run }) =>
    findBrokenRules((args) => run([codex, ...args]), rules),
  );
  return explain(files, { version, expected, answer, brokenRules });
}

function readNamed(file: string): Promise<Uint8Array> {
  return readNamedBytes(file).catch((cause: Error) => {
    throw new UsageError(`${file}: cannot be read: ${cause.message}`);
  });
}

/** A file that was named must be there; the one of the machine need not. */
async function read(
  named: string | undefined,
  usual?: string,
  unpack = (bytes: Uint8Array) => bytes,
): Promise<PolicyFile | undefined> {
  const file = named ?? usual;
  if (file === undefined) return undefined;
  const stored = named === undefined ? readBytesIfThere(file) : await readNamed(named);
  return stored && readPolicyFile({ text: unpack(stored), file });
}
