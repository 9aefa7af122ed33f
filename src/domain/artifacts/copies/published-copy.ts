import type { ArtifactFormat } from '../artifact-kind.ts';

/** Which text a copy says that it is. */
export type CopyHeader = { artifact: string; revision: number; sha256: string };

/** A copy of an artifact in a repository, taken apart. */
export type PublishedCopy = {
  /** Undefined for one without: JSON has no comments, and a text of others no header. */
  header: CopyHeader | undefined;
  /** What is compared with the approved text. */
  text: string;
  /** What the repository has added below; only Markdown has a place for it. */
  own: string;
};

const headLine =
  /^(?:<!--|#) codex-cockpit: ([a-z][a-z0-9-]*), revision (\d{1,9}), sha256 ([0-9a-f]{64})\b[^\n]*\n\n/m;
const endLine = /\n<!-- codex-cockpit: end of [a-z][a-z0-9-]*\b[^\n]*-->(?:\n|$)/;
const frontMatter = /^---\n[\s\S]*?\n---\n/;

/**
 * The text of an artifact as it is in a repository: below a line that names revision and digest, where
 * the format has comments. What a repository adds to Markdown is below a last line and is kept.
 */
export function toCopy(
  text: string,
  { artifact, revision, sha256, format }: CopyHeader & { format: ArtifactFormat },
  own = '',
): string {
  if (format === 'json') return text;
  const line = `codex-cockpit: ${artifact}, revision ${revision}, sha256 ${sha256}; change it with codex-cockpit artifact edit ${artifact}`;
  if (format !== 'md') return `# ${line}\n\n${text}`;
  // Front matter counts only at the very beginning.
  const front = frontMatter.exec(text)?.[0] ?? '';
  const end = `<!-- codex-cockpit: end of ${artifact}; what follows belongs to this repository -->`;
  return `${front}<!-- ${line} -->\n\n${text.slice(front.length)}\n${end}\n${own}`;
}

/** Takes a copy apart. Line ends of Windows, as git may make them, do not count. */
export function readCopy(copy: string): PublishedCopy {
  const text = copy.replaceAll('\r\n', '\n');
  const head = headLine.exec(text);
  if (!head) return { header: undefined, text, own: '' };
  const [line, artifact = '', revision = '', sha256 = ''] = head;
  const whole = text.slice(0, head.index) + text.slice(head.index + line.length);
  const header = { artifact, revision: Number(revision), sha256 };
  const end = line.startsWith('<!--') ? endLine.exec(whole) : null;
  if (!end) return { header, text: whole, own: '' };
  return { header, text: whole.slice(0, end.index), own: whole.slice(end.index + end[0].length) };
}
