import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UsageError } from '../../domain/base/errors.ts';
import { restoreRunbook } from '../../domain/runbooks/compiled-runbook.ts';
import type { Runbook } from '../../domain/runbooks/runbook.ts';
import { productFolder } from '../world/product-folder.ts';
import { compiled } from '../world/shipped.ts';

/** The runbooks that ship with the cockpit, by id. */
export async function loadShippedRunbooks(): Promise<readonly Runbook[]> {
  return readRunbooks(join(productFolder(), 'runbooks'), productFolder());
}

/**
 * The runbooks of a folder, by id; none where there is no folder.
 *
 * @param shownFrom the folder that messages name the files from
 * @throws UsageError naming file, line and field
 */
export async function readRunbooks(folder: string, shownFrom: string): Promise<readonly Runbook[]> {
  const names = namesIn(folder).filter((name) => name.endsWith('.md'));
  const runbooks = await Promise.all(
    names.sort().map((name) => readRunbook(join(folder, name), relative(shownFrom, join(folder, name)))),
  );
  return runbooks.sort(byId);
}

export function byId(one: Runbook, other: Runbook): number {
  return one.id < other.id ? -1 : 1;
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

async function readRunbook(path: string, file: string): Promise<Runbook> {
  const text = textOf(path, file);
  const known = compiled('runbooks', text);
  if (known) return restoreRunbook(known.form, { text, file, digest: known.digest });
  const { parseRunbook } = await import('../../domain/runbooks/parse-runbook.ts');
  return parseRunbook(text, file);
}

// A dozen small files are read sooner one after the other than by the threads for asynchronous reading.
function textOf(path: string, file: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`${file}: cannot read the runbook: ${(cause as Error).message}`);
  }
}
