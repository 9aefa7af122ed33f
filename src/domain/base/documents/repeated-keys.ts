/**
 * The repeated keys of an object of a JSON text, each with its path such as `plugins[0].name`.
 * `JSON.parse` hides them. The text must be JSON.
 */
export function repeatedKeys(json: string): readonly string[] {
  const repeated: string[] = [];
  const open: { path: string; seen: Set<string> | undefined; index: number; key: string }[] = [];
  // A key is a text with a colon behind it.
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\],]/g)) {
    const inner = open.at(-1);
    if (token === '{' || token === '[')
      open.push({ path: pathOf(inner), seen: token === '{' ? new Set() : undefined, index: 0, key: '' });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && inner) inner.index += 1;
    else if (token.endsWith(':') && inner?.seen) {
      inner.key = String(JSON.parse(token.slice(0, token.lastIndexOf('"') + 1)));
      if (inner.seen.has(inner.key)) repeated.push(pathOf(inner));
      inner.seen.add(inner.key);
    }
  }
  return repeated;
}

function pathOf(
  inner: { path: string; seen: Set<string> | undefined; index: number; key: string } | undefined,
): string {
  if (!inner) return '';
  if (!inner.seen) return `${inner.path}[${inner.index}]`;
  return inner.path === '' ? inner.key : `${inner.path}.${inner.key}`;
}
