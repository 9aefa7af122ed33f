import type { Outcome } from '../../domain/base/outcome.ts';
import { hasPluginJson } from '../../domain/checks/judge/plugins.ts';
import type { Inventory } from '../../domain/plugins/inventory/inventory.ts';
import type { Environment } from '../cli/environment.ts';
import type { Identity } from '../cli/find.ts';
import { teamHome } from '../cli/isolation.ts';
import { copyForListing } from './copy-plugin-home.ts';
import { asker, type IsolatedCodex, withIsolatedCodex } from './isolated-codex.ts';
import { takeInventory } from './take-inventory.ts';

/** What the CLI answered about plugins, and the inventory that was made of it. */
export type PluginAnswers = {
  /** What was run, with the private folder named `$CODEX_HOME`. */
  outcomes: readonly Outcome[];
  help: Outcome;
  /** Undefined when help says that there are no lists as JSON. */
  listed: { plugins: Outcome; marketplaces: Outcome; inventory: Inventory | Error } | undefined;
};

/** The inventory of a run of checks: taken once, when the first check asks for it. */
export type SharedInventory = {
  /**
   * The answers. A check that runs out of time stops waiting; the inventory goes on for the others.
   *
   * @throws when it could not be taken, or the signal is aborted
   */
  answers: (signal: AbortSignal) => Promise<PluginAnswers>;
  /** Stops what still runs, and waits until everything is tidied up. */
  end: () => Promise<void>;
};

type Place = { identity: Promise<Identity>; environment: Environment; signal: AbortSignal };

/** Shares one inventory, one copy of what the CLI lists and one question of what it loads among the checks of a run. */
export function shareInventory(codex: string, { identity, environment, signal }: Place): SharedInventory {
  const stop = new AbortController();
  const inputs = { identity, environment, signal: AbortSignal.any([signal, stop.signal]) };
  let taken: Promise<PluginAnswers> | undefined;
  const take = () => withIsolatedCodex(codex, inputs, (isolated) => askAll(codex, isolated, inputs));
  return {
    answers: (waiting) => {
      taken ??= take();
      return unlessAborted(waiting, taken);
    },
    end: async () => {
      stop.abort();
      await taken?.catch(() => undefined);
    },
  };
}

async function askAll(
  codex: string,
  { home, codexRun }: IsolatedCodex,
  { identity, environment, signal }: Place,
): Promise<PluginAnswers> {
  const run = async (...args: readonly string[]): Promise<Outcome> => {
    const outcome = await codexRun(args);
    const tidy = (text: string) => text.replaceAll(home, '$CODEX_HOME');
    return { ...outcome, stdout: tidy(outcome.stdout), stderr: tidy(outcome.stderr) };
  };
  // `help` and not `--help`: an old CLI takes an unknown word for a prompt (docs/codex-facts.md, "Subcommands").
  const help = await run('help', 'plugin', 'list');
  if (!hasPluginJson(help)) return { outcomes: [help], help, listed: undefined };
  const codexHome = teamHome(environment);
  await copyForListing(codexHome, home);
  const lists = [
    run('plugin', 'list', '--available', '--json'),
    run('plugin', 'marketplace', 'list', '--json'),
  ] as const;
  const inventory = await takeInventory({
    codexHome,
    home: environment.HOME,
    cliVersion: identity.then(({ version }) => version),
    list: () => lists[0],
    ask: asker(codex, { codexHome, environment, signal }),
    signal,
  }).catch((cause: Error) => cause);
  const [plugins, marketplaces] = await Promise.all(lists);
  signal.throwIfAborted();
  return { outcomes: [help, plugins, marketplaces], help, listed: { plugins, marketplaces, inventory } };
}

/** Waits for a result that others wait for too. */
async function unlessAborted<T>(signal: AbortSignal, result: Promise<T>): Promise<T> {
  let onAbort: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(new Error('the inventory of plugins did not end in time'));
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
