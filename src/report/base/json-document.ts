/** A document for programs, `codex-cockpit/<thing>` with the version of its shape (docs/json.md). */
export function jsonDocument(thing: string, fields: object, version = 1): string {
  return `${JSON.stringify({ format: `codex-cockpit/${thing}`, version, ...fields }, null, 2)}\n`;
}
