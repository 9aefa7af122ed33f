// Writes what is made from the program's own tables: data/schemas/*.json and docs/keys.md.
import { mkdirSync, writeFileSync } from 'node:fs';
import { publishedSchemas } from '../src/domain/schemas/published-schemas.ts';
import { registry } from '../src/tui/screens/registry.ts';
import { keysDocument } from '../src/tui/shell/keys/keys-document.ts';

const folder = new URL('../data/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(publishedSchemas())) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
writeFileSync(new URL('../docs/keys.md', import.meta.url), keysDocument(registry));
