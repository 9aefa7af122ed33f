import { clean } from '../../domain/base/text/clean.ts';
import { escapeMarkdown } from '../base/escape.ts';

const zeroWidth = '\u200b';

/**
 * Text that GitHub and GitLab make nothing of, wherever it stands: nobody is mentioned, no issue is named or closed, and
 * no address becomes a link. A description may become a commit message, so that a code block is no protection. Invisible
 * spaces do it: what is copied from here is not the text.
 */
export function inert(text: string): string {
  return text
    .replace(/@(?=[\w-])/g, `@${zeroWidth}`)
    .replace(/#(?=\d)/g, `#${zeroWidth}`)
    .replace(/\bGH-(?=\d)/gi, `$&${zeroWidth}`)
    .replace(/:\/\/(?=\S)/g, `:/${zeroWidth}/`)
    .replace(/\bwww\.(?=\S)/gi, `$&${zeroWidth}`)
    .replace(
      /\b(close[sd]?|closing|fix|fixe[sd]|fixing|resolve[sd]?|resolving|implement|implements|implemented|implementing)(:?\s+)(?=[A-Z][A-Z0-9_]+-\d)/gi,
      `$1${zeroWidth}$2${zeroWidth}`,
    );
}

/** One line of text in Markdown: no markup, no entity, no mention, no link. */
export function inertLine(text: string, most = Number.POSITIVE_INFINITY): string {
  const line = clean(text).replace(/\s+/g, ' ').trim();
  const shown = line.length > most ? `${line.slice(0, most).toWellFormed()}…` : line;
  // Merge requests, milestones and labels of GitLab.
  return inert(escapeMarkdown(shown).replaceAll('&', '&amp;')).replace(/([!%~])(?=\d)/g, `$1${zeroWidth}`);
}

/** Text as a code block whose fence is longer than any in it, so that nothing in it ends the block. */
export function fenced(text: string, language = ''): string {
  const shown = inert(clean(text));
  let longest = 2;
  for (const [ticks] of shown.matchAll(/`+/g)) longest = Math.max(longest, ticks.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}${shown.endsWith('\n') || shown === '' ? '' : '\n'}${fence}\n`;
}
