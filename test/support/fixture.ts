import { readFileSync } from 'node:fs';

/** A captured real output of the CLI. */
export function fixture(name: string): string {
  return readFileSync(new URL(`../fixtures/codex/${name}`, import.meta.url), 'utf8');
}
