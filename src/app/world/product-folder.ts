import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the cockpit's own package, with `checks/`, `data/` and `runbooks/`. */
export function productFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  // The source is two levels deep, a bundle one: the package is wherever its checks are.
  while (!existsSync(join(folder, 'checks', 'upgrade.yaml')) && dirname(folder) !== folder)
    folder = dirname(folder);
  return folder;
}
