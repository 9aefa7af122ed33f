import type { Status } from '../../../domain/rollout/status.ts';
import { escapeXml } from '../../base/escape.ts';
import { htmlEnd, htmlFacts, htmlList, htmlStart, htmlTable } from '../../base/html-page.ts';
import { summarizeStatus } from './summary.ts';

/** The status as one HTML page: no script, and nothing fetched from anywhere. */
export function renderStatusHtml(status: Status): string {
  const { title, facts, phases, lists } = summarizeStatus(status);
  return [
    htmlStart(title),
    htmlFacts(facts),
    htmlTable(['Phase', 'State', 'Required items done', 'Gate'], phases),
    ...lists.map((list) => `<h2>${escapeXml(list.title)}</h2>\n${htmlList(list.lines)}\n`),
    htmlEnd,
  ].join('');
}
