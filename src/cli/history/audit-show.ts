import type { Command } from 'commander';
import { type ShownText, showEntry } from '../../app/history/show-entry.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { renderEntryJson, renderEntryText } from '../../report/history/entry-text.ts';
import { entryNumber, withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { reading } from './with-history.ts';

type ShowFlags = CommonFlags & { raw?: string | true };

/** `audit show SEQ`: an entry with what it rests on and the texts that it names. */
export function defineShow(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command.description('show an entry with its evidence'))
    .argument('<seq>', 'number of the entry', entryNumber)
    .option('--raw [text]', 'only the bytes of one of its texts, by number or digest, for a pipe or a file')
    .action(async (seq: number, _, command: Command) =>
      finish(await show(host, seq, command.optsWithGlobals())),
    );
}

async function show(host: Host, seq: number, flags: ShowFlags): Promise<number> {
  const view = await reading(host, flags, (store) => showEntry(store, seq));
  if (flags.raw !== undefined) host.out(rawText(host, view.texts, flags.raw));
  else host.out(flags.json ? renderEntryJson(view) : renderEntryText(view, host.paint));
  return 0;
}

/** Texts are stored as UTF-8, so these are the stored bytes. They may move a terminal, so they never go to one. */
function rawText(host: Host, texts: readonly ShownText[], which: string | true): string {
  if (host.writesToTerminal) {
    throw new UsageError(
      '--raw writes to no terminal, which the text could command',
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
    `Say which: --raw 1 to --raw ${texts.length}.`,
  );
}

function isMeant({ sha256 }: ShownText, index: number, which: string): boolean {
  return which === String(index + 1) || (which.length >= 6 && sha256.startsWith(which.toLowerCase()));
}
