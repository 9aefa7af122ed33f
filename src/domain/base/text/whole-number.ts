/**
 * Reads a whole number, such as that of an entry, in plain digits without a leading zero.
 *
 * @param from the smallest one
 * @returns undefined for anything else, and beyond 15 digits, where a number of JavaScript is no longer exact
 */
export function parseWholeNumber(text: string, from: 0 | 1 = 0): number | undefined {
  if (!/^(?:0|[1-9]\d{0,14})$/.test(text)) return undefined;
  const number = Number(text);
  return number >= from ? number : undefined;
}
