/**
 * A long text with its beginning and its end, and a line in between that says how much is left out: what a
 * program prints last usually says why it failed. At most `bytes` of UTF-8.
 */
export function keepEnds(text: string, bytes: number): string {
  const whole = Buffer.from(text, 'utf8');
  if (whole.length <= bytes) return text;
  const room = bytes - 64;
  const head = Math.floor(room / 4);
  // A cut may fall inside of a character, which then becomes the replacement character: three bytes at most for each.
  const begin = whole.subarray(0, head - 9);
  const end = whole.subarray(whole.length - (room - head) + 9);
  const left = whole.length - begin.length - end.length;
  return `${begin.toString('utf8')}\n[${left} bytes are left out here]\n${end.toString('utf8')}`;
}
