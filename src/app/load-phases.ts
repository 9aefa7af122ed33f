import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PHASE_IDS } from '../domain/rollout/phase.ts';
import { parseRunbook, type Runbook } from '../domain/rollout/runbook.ts';
import { productFolder } from './product-folder.ts';

/** The runbooks of the four phases, in the order of the rollout. */
export async function loadPhases(): Promise<readonly Runbook[]> {
  return Promise.all(
    PHASE_IDS.map(async (phase) => {
      const file = join('runbooks', `${phase}.md`);
      return parseRunbook(await readFile(join(productFolder(), file), 'utf8'), file);
    }),
  );
}
