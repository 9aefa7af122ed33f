/** Where a byte that is not UTF-8 goes: 0x80 to 0xff become the lone surrogates U+DC80 to U+DCFF. */
const surrogates = 0xdc00;
const escaped = /[\udc80-\udcff]/gu;

/**
 * The name of a file as text. A name is bytes and need not be UTF-8; what is not is kept as lone surrogates,
 * so that two names never become one.
 */
export function nameFromBytes(bytes: Uint8Array): string {
  const whole = decode(bytes);
  if (whole !== undefined) return whole;
  let name = '';
  for (let at = 0; at < bytes.length; ) {
    // A letter has one to four bytes.
    const length = [1, 2, 3, 4].find((n) => decode(bytes.subarray(at, at + n)) !== undefined);
    name +=
      length === undefined
        ? String.fromCharCode(surrogates + (bytes[at] ?? 0))
        : decode(bytes.subarray(at, at + length));
    at += length ?? 1;
  }
  return name;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The bytes of such a name. */
export function nameToBytes(name: string): Buffer {
  if (name.isWellFormed()) return Buffer.from(name, 'utf8');
  const bytes = Array.from(name, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    return code >= surrogates + 0x80 && code <= surrogates + 0xff
      ? Buffer.of(code - surrogates)
      : Buffer.from(letter, 'utf8');
  });
  return Buffer.concat(bytes);
}

/** Such a name for people: a byte that is not UTF-8 is shown as `\xff`. */
export function showName(name: string): string {
  return name.replace(escaped, (byte) => `\\x${(byte.charCodeAt(0) - surrogates).toString(16)}`);
}
