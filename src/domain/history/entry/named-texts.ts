const before = '"sha256":"';
const digestLength = 64;

/**
 * Digests of the stored texts that the body of an entry names, in the form `{label, sha256, size}`. In
 * canonical JSON, where the members are sorted, the size follows the digest directly; and what looks
 * like it inside a text has its quotes escaped. So the body need not be parsed.
 */
export function textsNamedIn(body: string): readonly string[] {
  const digests: string[] = [];
  for (let at = body.indexOf(before); at !== -1; at = body.indexOf(before, at + before.length)) {
    const start = at + before.length;
    const end = start + digestLength;
    if (body.startsWith('","size":', end)) digests.push(body.slice(start, end));
  }
  return digests;
}
