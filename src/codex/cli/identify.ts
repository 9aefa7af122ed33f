import type { Outcome } from '../../domain/base/outcome.ts';
import { parseVersion } from '../../domain/checks/judge/install.ts';
import { childEnvironment, type Environment } from './environment.ts';
import { createScratch } from './scratch.ts';
import { startProcess } from './start-process.ts';

const timeoutMs = 10_000;

/** What the CLI under test says of itself; asked once for all checks. */
export type Identity = {
  /** What `codex --version` did. */
  outcome: Outcome;
  /** The version it stated, if it did. */
  version: string | undefined;
};

/** Asks a CLI for its version, on a private CODEX_HOME: even `--version` writes there. */
export async function identifyCodex(
  path: string,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
): Promise<Identity> {
  const scratch = await createScratch(environment);
  try {
    const env = childEnvironment(environment, scratch.home);
    const process = startProcess([path, '--version'], { cwd: scratch.work, env, timeoutMs, signal });
    const outcome = await process.outcome;
    return { outcome, version: parseVersion(outcome) };
  } finally {
    await scratch.remove();
  }
}
