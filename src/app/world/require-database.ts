import { UsageError } from '../../domain/base/errors.ts';
import { storeExists } from '../../store/connection/open.ts';

/** @throws UsageError when there is no database at that path */
export function requireDatabase(path: string): void {
  if (!storeExists(path))
    throw new UsageError(`${path}: there is no database`, 'Start one: codex-cockpit init');
}
