import { createHash } from 'node:crypto';
import * as z from 'zod';
import { UsageError } from '../../base/errors.ts';
import { clean, cleanLine } from '../../base/text/clean.ts';
import { areasNamed } from './areas-named.ts';
import { type Release, type ReleaseNote, versionOfTag } from './release.ts';

const optional = <T extends z.ZodType>(type: T) => type.nullish();

// The names of the REST API, and those of the command line client.
const releaseObject = z.looseObject({
  tag_name: optional(z.string()),
  tagName: optional(z.string()),
  published_at: optional(z.string()),
  publishedAt: optional(z.string()),
  prerelease: optional(z.boolean()),
  isPrerelease: optional(z.boolean()),
  draft: optional(z.boolean()),
  isDraft: optional(z.boolean()),
  body: optional(z.string()),
});

/**
 * Reads release notes: JSON as the releases API or its command line client gives it, one release or a list, or Markdown
 * with a heading for each version.
 *
 * @throws UsageError naming the file, and the line or the field, when nothing in it is a release
 */
export function parseReleases(text: string, file: string): readonly Release[] {
  const shown = cleanLine(file);
  const releases = /^\s*[[{]/.test(text) ? parseJson(text, shown) : parseMarkdown(text);
  if (releases.length > 0) return mergeSame(releases);
  throw new UsageError(
    `${shown}: no release of the Codex CLI is in it`,
    'Give release notes as JSON (tag_name rust-vX.Y.Z, published_at, body), or as Markdown with a heading for each version.',
  );
}

function parseJson(text: string, file: string): readonly Release[] {
  const all = [readJson(text, file)].flat();
  return all.flatMap((value, index): Release[] => {
    const found = releaseObject.safeParse(value);
    if (!found.success) {
      const [issue] = found.error.issues;
      const field = [...(all.length > 1 ? [`[${index}]`] : []), ...(issue?.path ?? [])].join('.');
      throw new UsageError(`${file}: ${field || 'the document'}: ${issue?.message ?? 'not a release'}`);
    }
    const { tag_name, tagName, published_at, publishedAt, prerelease, isPrerelease, draft, isDraft, body } =
      found.data;
    const version = versionOfTag(tag_name ?? tagName ?? '');
    if (version === undefined || draft || isDraft) return [];
    const published = published_at ?? publishedAt ?? null;
    return [
      {
        version,
        publishedAt: published === null ? null : readTime(published, `${file}: ${version}: published_at`),
        prerelease: (prerelease ?? isPrerelease) === true,
        notes: notesIn(body ?? ''),
      },
    ];
  });
}

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file}: not JSON: ${cleanLine((cause as Error).message)}`);
  }
}

function readTime(text: string, where: string): string {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new UsageError(`${where}: "${cleanLine(text)}" is not a time`);
  return new Date(time).toISOString();
}

const heading = /^#{1,6}\s+(.*)$/;
const versionIn = /(?:^|[\s[(]|rust-|@)v?(\d+\.\d+\.\d+(?:-[0-9A-Za-z.]+)?)(?=$|[\s)\],:–-])/;
const dayIn = /\b(\d{4}-\d{2}-\d{2})\b/;

function parseMarkdown(text: string): readonly Release[] {
  const found: { version: string; day: string | undefined; lines: string[] }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const title = heading.exec(line)?.[1];
    const version = title === undefined ? undefined : versionIn.exec(title)?.[1];
    const known = version === undefined ? undefined : versionOfTag(version);
    if (title !== undefined && known !== undefined)
      found.push({ version: known, day: dayIn.exec(title)?.[1], lines: [] });
    else found.at(-1)?.lines.push(line);
  }
  return found.map(({ version, day, lines }) => ({
    version,
    publishedAt: day === undefined || Number.isNaN(Date.parse(day)) ? null : new Date(day).toISOString(),
    prerelease: version.includes('-'),
    notes: notesIn(lines.join('\n')),
  }));
}

/** The list items of a text with the heading above them, and the lines of a text without any. */
function notesIn(body: string): readonly ReleaseNote[] {
  const notes: { section: string; text: string }[] = [];
  let [section, fenced, open] = ['', false, false];
  for (const line of clean(body).split('\n')) {
    if (/^\s*(?:```|~~~)/.test(line)) fenced = !fenced;
    if (fenced) continue;
    const title = heading.exec(line)?.[1] ?? /^\*\*(.+?)\*\*:?\s*$/.exec(line)?.[1];
    const item = /^\s*[-*+]\s+(.*)$/.exec(line)?.[1];
    if (title !== undefined) section = cleanLine(title);
    else if (item !== undefined) notes.push({ section, text: cleanLine(item) });
    // A list item may go on in further lines that are indented.
    else if (open && /^\s{2,}\S/.test(line)) {
      const last = notes.at(-1);
      if (last) last.text = `${last.text} ${cleanLine(line.trim())}`;
      continue;
    }
    open = item !== undefined;
  }
  return notes
    .filter(({ text }) => text !== '')
    .map((note) => ({ id: digestOf(note.text), ...note, areas: areasNamed(note.text) }));
}

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** A version that stands in a file twice has the notes of both. */
function mergeSame(releases: readonly Release[]): readonly Release[] {
  const merged = new Map<string, Release>();
  for (const one of releases) {
    const known = merged.get(one.version);
    const ids = new Set(known?.notes.map(({ id }) => id));
    const notes = one.notes.filter(
      ({ id }, index) => !ids.has(id) && one.notes.findIndex((other) => other.id === id) === index,
    );
    merged.set(
      one.version,
      known
        ? { ...known, publishedAt: known.publishedAt ?? one.publishedAt, notes: [...known.notes, ...notes] }
        : { ...one, notes },
    );
  }
  return [...merged.values()];
}
