import { keepEnds } from '../../../domain/base/text/keep-ends.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import type { PackDocument } from '../../../domain/runs/pack/document.ts';
import { codeSpan } from '../../base/escape.ts';
import { fenced, inert, inertLine } from '../inert.ts';
import { noUncertainty, packFacts, packTitle } from './facts.ts';

/** Characters that GitHub takes for the description of a pull request or a comment. */
const mostOfBody = 65_536;

/** How much of a pack is shown: names of files, characters of each output and sentence, sentences of each section. */
type Room = { files: number; output: number; sentence: number; sentences: number };

const rooms: readonly Room[] = [
  { files: 200, output: 4000, sentence: 800, sentences: 60 },
  { files: 50, output: 1000, sentence: 400, sentences: 40 },
  { files: 10, output: 0, sentence: 200, sentences: 30 },
];

const smallestDiff = 4000;

/**
 * A pack as Markdown for a pull request, whose text does nothing there. What has no room is left out, the diff first; each
 * cut is said.
 *
 * @param most characters at most
 */
export function renderPackMarkdown(pack: PackDocument, most = mostOfBody): string {
  const texts = rooms.map((room) => withoutDiff(pack, room));
  const text = texts.find(({ length }) => length <= most - smallestDiff) ?? (texts.at(-1) as string);
  return `${text}${diffWithin(pack, most - text.length)}`;
}

function withoutDiff(pack: PackDocument, room: Room): string {
  const section = (title: string, sentences: readonly string[]) => {
    const shown = sentences
      .slice(0, room.sentences)
      .map((sentence) => `- ${inertLine(sentence, room.sentence)}`);
    const left = sentences.length - shown.length;
    const more = left > 0 ? [`- and ${left} more: the pack as JSON has them`] : [];
    return [`### ${title}`, '', ...shown, ...more, ''];
  };
  const uncertain = pack.uncertain.map(({ text }) => text);
  const lines = [
    `## Review pack: ${inertLine(packTitle(pack), 200)}`,
    '',
    '| | |',
    '|---|---|',
    ...packFacts(pack).map(([name, value]) => `| ${name} | ${inertLine(value, 300)} |`),
    '',
    ...section('What changed', pack.changed),
    ...fileTable(pack, room),
    ...section('What was verified', pack.verified),
    ...pack.verification.slice(0, room.sentences).flatMap((one) => outputBlock(one, room)),
    ...section('What remains uncertain', uncertain.length > 0 ? uncertain : [noUncertainty]),
    ...accountOf(pack, room),
  ];
  return `${lines.join('\n')}\n`;
}

function fileTable({ changes }: PackDocument, { files: most }: Room): readonly string[] {
  if (changes.files.length === 0) return [];
  const rows = changes.files.slice(0, most).map(({ path, kind, sha256 }) => {
    const digest = sha256 === null ? '–' : codeSpan(sha256.slice(0, 12));
    return `| ${inert(codeSpan(path.slice(0, 300)))} | ${kind} | ${digest} |`;
  });
  const left = changes.total - rows.length;
  return [
    '| file | change | SHA-256 |',
    '|---|---|---|',
    ...rows,
    ...(left > 0 ? ['', `${countOf(left, 'more file')} not shown here.`] : []),
    '',
  ];
}

function outputBlock(
  { command, output }: PackDocument['verification'][number],
  { output: most }: Room,
): readonly string[] {
  if (output === '' || most === 0) return [];
  return [
    '<details><summary>Output of a verification</summary>',
    '',
    inertLine(command, 200),
    '',
    fenced(keepEnds(output, most)),
    '</details>',
    '',
  ];
}

function accountOf({ account }: PackDocument, { sentence }: Room): readonly string[] {
  if (account === null) return [];
  return [
    '### What Codex says about it',
    '',
    'Nobody has verified this.',
    '',
    `> ${inertLine(account, sentence * 2)}`,
    '',
  ];
}

/** The diff with as much of it as there is room for. */
function diffWithin({ diff }: PackDocument, room: number): string {
  if (diff.text === '') return '### Diff\n\nThe diff is empty.\n'.slice(0, Math.max(0, room));
  let shown = wholeLines(diff.text, room);
  for (let text = diffBlock(diff, shown); ; text = diffBlock(diff, shown)) {
    if (text.length <= room) return text;
    if (shown === 0) return '';
    // Invisible spaces and a long fence are a part of the length.
    shown = wholeLines(diff.text, Math.min(shown - 1, Math.floor((shown * room) / text.length)));
  }
}

/** Characters of a text that are at most so many and end with a line. */
function wholeLines(text: string, most: number): number {
  if (most <= 0) return 0;
  return text.length <= most ? text.length : text.lastIndexOf('\n', most - 1) + 1;
}

function diffBlock({ text, cut, sha256 }: PackDocument['diff'], shown: number): string {
  const isWhole = shown === text.length;
  const note =
    isWhole && !cut
      ? []
      : [
          `The diff is cut: ${shown} of ${text.length} characters${cut ? ' of the pack, which has not all of it either,' : ''} are shown. SHA-256 of what the pack has as JSON: \`${sha256}\``,
          '',
        ];
  return [
    '### Diff',
    '',
    'Invisible spaces in it keep mentions and references from doing anything.',
    '',
    ...note,
    ...(shown === 0
      ? []
      : [
          '<details><summary>Final diff</summary>',
          '',
          fenced(text.slice(0, shown), 'diff'),
          '</details>',
          '',
        ]),
  ].join('\n');
}
