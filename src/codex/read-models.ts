import type { Models } from '../domain/baselines/baseline.ts';
import { parseModels } from '../domain/baselines/parse-models.ts';
import { exited } from '../domain/checks/outcome.ts';
import type { PrivateCli } from './private-cli.ts';

/** The models that a CLI lists without a network; undefined when it cannot say. */
export async function readModels({
  codex,
  run,
}: Pick<PrivateCli, 'codex' | 'run'>): Promise<Models | undefined> {
  const outcome = await run([codex, 'debug', 'models', '--bundled']);
  return exited(outcome) ? parseModels(outcome.stdout) : undefined;
}
