import { escapeXml } from './escape.ts';

// The background of the page and the colour of its text are those of the root.
const style =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;border-bottom:1px solid #8884;overflow-wrap:anywhere}' +
  'dt{font-weight:600}dd{margin:0 0 .4rem;overflow-wrap:anywhere}pre{overflow-x:auto}' +
  '@page{size:A4;margin:15mm}@media print{:root{color-scheme:light}body{max-width:none;margin:0;padding:0;font-size:10pt}' +
  'pre{white-space:pre-wrap;overflow-wrap:anywhere}h1,h2,h3,h4{break-after:avoid}tr{break-inside:avoid}}';

/**
 * The beginning of a page that runs no script and fetches nothing; `htmlEnd` ends it. The title is escaped here.
 *
 * @param more rules of CSS for this page, never of anybody's text
 */
export function htmlStart(title: string, more = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeXml(title)}</title>
<style>${style}${more}</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
`;
}

export const htmlEnd = '</body>\n</html>\n';

/** Names with their values, escaped. */
export function htmlFacts(facts: readonly (readonly [name: string, value: string])[]): string {
  const rows = facts.map(([name, value]) => `<dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd>`);
  return `<dl>${rows.join('')}</dl>\n`;
}

/** A row of a table, its cells escaped. */
export function htmlRow(tag: 'td' | 'th', cells: readonly string[]): string {
  return `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
}

/** A table with a heading, its cells escaped. */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const body = rows.map((cells) => htmlRow('td', cells)).join('\n');
  return `<table>\n<thead>${htmlRow('th', head)}</thead>\n<tbody>\n${body}\n</tbody>\n</table>\n`;
}

/** A list, its lines escaped. */
export function htmlList(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`;
}
