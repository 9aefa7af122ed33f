import type { Outcome } from '../../domain/checks/outcome.ts';
import { childEnvironment, type Environment } from '../environment.ts';
import { createScratch } from '../scratch.ts';
import { startProcess } from '../start-process.ts';

const timeoutMs = 60_000;

/** A private CODEX_HOME, and `codex` on it. */
export type PluginDesk = {
  home: string;
  codexRun: (args: readonly string[]) => Promise<Outcome>;
};

/** Works on a private CODEX_HOME, which is removed afterwards. */
export async function withPluginDesk<T>(
  codex: string,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
  work: (desk: PluginDesk) => Promise<T>,
): Promise<T> {
  const scratch = await createScratch(environment);
  const env = childEnvironment(environment, scratch.home);
  const codexRun = (args: readonly string[]) =>
    startProcess([codex, ...args], { cwd: scratch.work, env, timeoutMs, signal }).outcome;
  try {
    return await work({ home: scratch.home, codexRun });
  } finally {
    await scratch.remove();
  }
}
