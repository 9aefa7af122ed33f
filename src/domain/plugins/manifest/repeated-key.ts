/**
 * Whether one of these keys is repeated in an object of a JSON text, which the CLI refuses and `JSON.parse`
 * hides. The text must be JSON.
 *
 * @param depth how deep objects are looked at; 1 is the outermost
 */
export function hasRepeatedKey(
  json: string,
  { depth, keys }: { depth: number; keys: readonly string[] },
): boolean {
  const open: (Set<string> | undefined)[] = [];
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/g)) {
    if (token === '{') open.push(new Set());
    else if (token === '[') open.push(undefined);
    else if (token === '}' || token === ']') open.pop();
    else if (token.endsWith(':') && open.length <= depth) {
      const key: unknown = JSON.parse(token.slice(0, token.lastIndexOf('"') + 1));
      const seen = open.at(-1);
      if (typeof key !== 'string' || !keys.includes(key)) continue;
      if (seen?.has(key)) return true;
      seen?.add(key);
    }
  }
  return false;
}
