import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { PackDocument } from '../../../domain/runs/pack/document.ts';
import { escapeJson, escapeXml } from '../../base/escape.ts';
import { htmlEnd, htmlFacts, htmlList, htmlStart, htmlTable } from '../../base/html-page.ts';
import type { Paint } from '../../base/paint.ts';
import { noUncertainty, packFacts, packTitle } from './facts.ts';
import { renderPackMarkdown } from './markdown.ts';

/** The forms of a pack. JSON is `codex-cockpit/review-pack` version 1 (docs/json.md). */
export const packFormats = {
  markdown: (pack: PackDocument) => renderPackMarkdown(pack),
  json: (pack: PackDocument) => `${escapeJson(JSON.stringify(pack, null, 2))}\n`,
  html: renderPackHtml,
} as const;

export type PackFormat = keyof typeof packFormats;

/** A pack as a page that runs no script and fetches nothing. */
function renderPackHtml(pack: PackDocument): string {
  const { changes, diff } = pack;
  const outputs = pack.verification
    .filter(({ output }) => output !== '')
    .map(
      ({ command, output }) => `<h3>${escapeXml(cleanLine(command))}</h3>\n<pre>${escapeXml(output)}</pre>\n`,
    );
  const left = changes.total - changes.files.length;
  const paragraph = (text: string) => `<p>${escapeXml(text)}</p>\n`;
  return [
    htmlStart(`Review pack: ${cleanLine(packTitle(pack)).slice(0, 200)}`),
    htmlFacts(packFacts(pack)),
    '<h2>What changed</h2>\n',
    htmlList(pack.changed),
    htmlTable(
      ['file', 'change', 'SHA-256'],
      changes.files.map(({ path, kind, sha256 }) => [path, kind, sha256 ?? '–']),
    ),
    left > 0 ? paragraph(`${left} more files are not named.`) : '',
    '<h2>What was verified</h2>\n',
    htmlList(pack.verified),
    ...outputs,
    '<h2>What remains uncertain</h2>\n',
    htmlList(sentencesOf(pack)),
    ...(pack.account === null
      ? []
      : [
          '<h2>What Codex says about it</h2>\n',
          paragraph('Nobody has verified this.'),
          `<pre>${escapeXml(pack.account)}</pre>\n`,
        ]),
    '<h2>Diff</h2>\n',
    diff.cut ? paragraph(`The diff is cut. SHA-256 of what is here: ${diff.sha256}`) : '',
    `<pre>${escapeXml(diff.text)}</pre>\n`,
    htmlEnd,
  ].join('');
}

/** A pack in a few lines, for the terminal of who made it. */
export function renderPackSummary(pack: PackDocument, paint: Paint): string {
  const section = (title: string, sentences: readonly string[]) => [
    title,
    ...sentences.map((one) => `  ${cleanLine(one)}`),
  ];
  return `${[
    `${markOf(pack, paint)} pack ${cleanLine(pack.pack)} of run ${cleanLine(pack.run.run)}, risk ${pack.risk.class} (${pack.risk.score} of 10)`,
    ...section('What changed', pack.changed),
    ...section('What was verified', pack.verified),
    ...section('What remains uncertain', sentencesOf(pack)),
  ].join('\n')}\n`;
}

function sentencesOf({ uncertain }: PackDocument): readonly string[] {
  return uncertain.length === 0 ? [noUncertainty] : uncertain.map(({ text }) => text);
}

function markOf({ verification }: PackDocument, paint: Paint): string {
  if (verification.length === 0) return paint('yellow', '▲');
  return verification.every(({ verdict }) => verdict === 'pass') ? paint('green', '✔') : paint('red', '✘');
}
