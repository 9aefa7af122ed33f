// Writes the published JSON Schemas from the zod schemas that the program itself uses.
import { mkdirSync, writeFileSync } from 'node:fs';
import { publishedSchemas } from '../src/domain/published-schemas.ts';

const folder = new URL('../data/schemas/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, schema] of Object.entries(publishedSchemas())) {
  writeFileSync(new URL(name, folder), `${JSON.stringify(schema, null, 2)}\n`);
}
