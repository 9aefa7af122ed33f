import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type KnownIssue, parseKnownIssues } from '../../domain/checks/known-issues.ts';
import { productFolder } from '../world/product-folder.ts';

/** The known faults of CLI versions that ship with the cockpit. */
export async function loadKnownIssues(): Promise<readonly KnownIssue[]> {
  const file = join('data', 'known-issues.yaml');
  return parseKnownIssues(await readFile(join(productFolder(), file), 'utf8'), file);
}
