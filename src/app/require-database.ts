import { UsageError } from '../domain/errors.ts';
import { storeExists } from '../store/open.ts';

/** @throws UsageError when there is no database at that path */
export function requireDatabase(path: string): void {
  if (!storeExists(path))
    throw new UsageError(`${path}: there is no database`, 'Start one: codex-cockpit init');
}
