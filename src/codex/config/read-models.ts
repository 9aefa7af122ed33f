import { exited } from '../../domain/base/outcome.ts';
import type { Models } from '../../domain/upgrade/baseline/baseline.ts';
import { parseModels } from '../../domain/upgrade/baseline/parse-models.ts';
import type { PrivateCli } from '../cli/private-cli.ts';

/** The models that a CLI lists without a network; undefined when it cannot say. */
export async function readModels({
  codex,
  run,
}: Pick<PrivateCli, 'codex' | 'run'>): Promise<Models | undefined> {
  const outcome = await run([codex, 'debug', 'models', '--bundled']);
  return exited(outcome) ? parseModels(outcome.stdout) : undefined;
}
