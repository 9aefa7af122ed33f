import type { Outcome } from '../../domain/base/outcome.ts';
import type { AskedLoads } from '../../domain/plugins/inventory/loads.ts';
import { childEnvironment, type Environment } from '../cli/environment.ts';
import { asNamed, findProgram } from '../cli/install.ts';
import { createIsolation } from '../cli/isolation.ts';
import { startProcess } from '../cli/start-process.ts';
import { askLoads } from './ask-loads.ts';
import type { LoadedPlugin } from './copy-for-loading.ts';

const timeoutMs = 60_000;

/** An isolated environment with a CODEX_HOME of its own, and `codex` in it. */
export type IsolatedCodex = {
  home: string;
  codexRun: (args: readonly string[]) => Promise<Outcome>;
};

/** Runs `work` in an isolated environment, which is removed afterwards. */
export async function withIsolatedCodex<T>(
  codex: string,
  { environment, signal }: { environment: Environment; signal: AbortSignal },
  work: (isolated: IsolatedCodex) => Promise<T>,
): Promise<T> {
  const isolation = await createIsolation(environment);
  const program = await findProgram(codex);
  const env = { ...childEnvironment(environment, isolation.home), ...program.environment };
  const codexRun = async (args: readonly string[]) => {
    const options = { cwd: isolation.work, env, timeoutMs, signal };
    const outcome = await startProcess([program.path, ...args], options).outcome;
    return { ...outcome, argv: asNamed(outcome.argv, program, codex) };
  };
  try {
    return await work({ home: isolation.home, codexRun });
  } finally {
    await isolation.remove();
  }
}

// No proxy and no git protocol works: an app-server would fetch the catalog of its vendor.
const nowhere = 'http://127.0.0.1:9';
const withoutNetwork = {
  GIT_ALLOW_PROTOCOL: 'none',
  HTTP_PROXY: nowhere,
  HTTPS_PROXY: nowhere,
  ALL_PROXY: nowhere,
  NO_PROXY: '',
  http_proxy: nowhere,
  https_proxy: nowhere,
  all_proxy: nowhere,
  no_proxy: '',
};

/** Asks the CLI what it loads of plugins, in an isolated environment that is removed afterwards. */
export function asker(
  codex: string,
  { codexHome, environment, signal }: { codexHome: string; environment: Environment; signal: AbortSignal },
): (plugins: readonly LoadedPlugin[]) => Promise<ReadonlyMap<string, AskedLoads>> {
  return async (plugins) => {
    const { home, work, remove } = await createIsolation(environment);
    const program = await findProgram(codex);
    const own = childEnvironment(environment, home);
    const env = { ...own, ...program.environment, ...withoutNetwork, HOME: home };
    const options = { cwd: work, env, timeoutMs, signal, onOneCore: true };
    try {
      return await askLoads(codexHome, plugins, {
        home,
        work,
        run: (args) => startProcess([program.path, ...args], options).outcome,
        start: (args) => startProcess([program.path, ...args], { ...options, stdin: 'pipe' }),
      });
    } finally {
      await remove();
    }
  };
}
