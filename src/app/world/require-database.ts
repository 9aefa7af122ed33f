import { existsSync } from 'node:fs';
import { UsageError } from '../../domain/base/errors.ts';

/** @throws UsageError when there is no database at that path */
export function requireDatabase(path: string): void {
  if (!existsSync(path))
    throw new UsageError(`${path}: there is no database`, 'Start one: codex-cockpit init');
}
