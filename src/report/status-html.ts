import type { Status } from '../domain/rollout/status.ts';
import { escapeXml } from './escape.ts';
import { summarizeStatus } from './status-summary.ts';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color-scheme:light dark}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #8884}' +
  'dt{font-weight:600}dd{margin:0 0 .4rem}';

/** The status as one HTML page: no script, and nothing fetched from anywhere. */
export function renderStatusHtml(status: Status): string {
  const { title, facts, phases, lists } = summarizeStatus(status);
  const row = (tag: 'td' | 'th', cells: readonly string[]) =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeXml(cell)}</${tag}>`).join('')}</tr>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeXml(title)}</h1>
<dl>${facts.map(([name, value]) => `<dt>${escapeXml(name)}</dt><dd>${escapeXml(value)}</dd>`).join('')}</dl>
<table>
<thead>${row('th', ['Phase', 'State', 'Required items that hold', 'Gate'])}</thead>
<tbody>
${phases.map((cells) => row('td', cells)).join('\n')}
</tbody>
</table>
${lists.map((list) => `<h2>${escapeXml(list.title)}</h2>\n<ul>${list.lines.map((line) => `<li>${escapeXml(line)}</li>`).join('')}</ul>`).join('\n')}
</body>
</html>
`;
}
