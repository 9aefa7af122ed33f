import { type ShownText, showEntry } from '../../app/history/show-entry.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { renderEntry, renderEntryJson } from '../../report/history/entry.ts';
import { entryNumber, flag, readArg } from '../program/flags.ts';
import type { Host } from '../program/host.ts';
import { subcommand } from '../program/subcommand.ts';

/** `audit show`: an entry with its evidence and the texts that it names. */
export const show = subcommand({
  name: 'show',
  summary: 'show an entry with its evidence',
  args: { seq: readArg('<seq>', 'number of the entry', entryNumber) },
  flags: {
    raw: flag(
      '--raw [text]',
      'only the bytes of one of its texts, by number or digest, for a pipe or a file',
    ),
  },
  run: async ({ seq, raw }, { host, read }) => {
    const view = await read((store) => showEntry(store, seq));
    return { view, raw: raw === undefined ? undefined : rawText(host, view.texts, raw) };
  },
  text: ({ view, raw }, { paint }) => raw ?? renderEntry(view, paint),
  json: ({ view, raw }) => raw ?? renderEntryJson(view),
});

/**
 * Texts are stored as UTF-8, so these are the stored bytes. Their control sequences could change a terminal, so
 * they are never written to one.
 */
function rawText(host: Host, texts: readonly ShownText[], which: string | true): string {
  if (host.writesToTerminal) {
    throw new UsageError(
      '--raw does not write to a terminal: the text may contain control sequences',
      'Add > FILE or a pipe.',
    );
  }
  const one = which === true ? onlyOne(texts) : texts.find((text, index) => isMeant(text, index, which));
  if (one?.text !== undefined) return one.text;
  throw new UsageError(
    one
      ? `the text ${one.sha256} is ${one.state}`
      : `the entry names no text ${which === true ? '' : `"${cleanLine(which)}"`}`.trim(),
    'Without --raw the entry is shown with all its texts.',
  );
}

function onlyOne(texts: readonly ShownText[]): ShownText | undefined {
  if (texts.length < 2) return texts[0];
  throw new UsageError(
    `the entry names ${texts.length} texts`,
    `Choose one: --raw 1 to --raw ${texts.length}.`,
  );
}

function isMeant({ sha256 }: ShownText, index: number, which: string): boolean {
  return which === String(index + 1) || (which.length >= 6 && sha256.startsWith(which.toLowerCase()));
}
