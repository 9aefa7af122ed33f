/** Text, or the first byte that is not UTF-8 and where it is. Line and column count from 1, columns in bytes. */
type Decoded =
  | { type: 'text'; text: string }
  | { type: 'not UTF-8'; line: number; column: number; message: string };

const byteOrderMarks: readonly (readonly [string, readonly number[]])[] = [
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
];

/** Decodes UTF-8 strictly, as the CLI does: a byte order mark of UTF-8 is left out, any fault refuses the whole. */
export function decodeUtf8(bytes: Uint8Array): Decoded {
  try {
    return { type: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    const offset = firstFault(bytes);
    const before = bytes.subarray(0, offset);
    const line = before.filter((byte) => byte === newline).length + 1;
    const column = offset - before.lastIndexOf(newline);
    const [mark] =
      byteOrderMarks.find(([, first]) => first.every((byte, index) => bytes[index] === byte)) ?? [];
    const hint = mark === undefined ? '' : `; the file is ${mark}`;
    const byte = `0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`;
    return { type: 'not UTF-8', line, column, message: `not UTF-8: byte ${byte} at offset ${offset}${hint}` };
  }
}

const newline = 0x0a;

/** The offset of the first sequence that is not UTF-8: everything before it is. */
function firstFault(bytes: Uint8Array): number {
  // A lenient decoder puts U+FFFD in place of a fault, so the first one that the file does not have itself is it.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  for (let index = text.indexOf(replaced); index >= 0; index = text.indexOf(replaced, index + 1)) {
    const offset = Buffer.byteLength(text.slice(0, index));
    if (!itself.every((byte, place) => bytes[offset + place] === byte)) return offset;
  }
  return bytes.length;
}

const replaced = '\uFFFD';
const itself = [...Buffer.from(replaced)];
