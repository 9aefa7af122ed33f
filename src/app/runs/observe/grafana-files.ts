import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { productFolder } from '../../world/product-folder.ts';

/** The text of a file for Grafana or Prometheus that ships with the program. */
export function readGrafanaFile(name: 'codex-cockpit.json' | 'alerts.yaml'): Promise<string> {
  return readFile(join(productFolder(), 'data', 'grafana', name), 'utf8');
}
