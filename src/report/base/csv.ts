/** A record of a CSV file as in RFC 4180, every cell in quotes and no text a formula. Line breaks in cells stay. */
export function csvRecord(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number): string {
  const text = typeof value === 'number' ? String(value) : withoutFormula(value);
  return `"${text.replaceAll('"', '""')}"`;
}

/**
 * A spreadsheet takes what begins with one of these for a formula, in their wide forms too, and some look past white
 * space and quotes (OWASP, "CSV Injection"). An apostrophe before it makes it a text; one that was there gets
 * another, so that nothing is lost.
 */
function withoutFormula(text: string): string {
  return /^[\s"]*[=+\-@＝＋－＠']/.test(text) ? `'${text}` : text;
}
