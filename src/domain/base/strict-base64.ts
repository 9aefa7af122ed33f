/** The bytes of a text in the base64 of RFC 4648 §4 with its padding; undefined when it is anything else. */
export function strictBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
