import { stat } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { readRegularBytes } from '../../codex/cli/read-regular-file.ts';
import { spotOf } from '../../domain/base/documents/toml-spans.ts';
import { WorkError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { findMentions, mayMention } from '../../domain/upgrade/pins/find-mentions.ts';
import { pinText } from '../../domain/upgrade/pins/fix.ts';
import { judgeMention } from '../../domain/upgrade/pins/mention.ts';
import { countLeft, type FoundPin, type LeftMentions, type PinScan } from '../../domain/upgrade/pins/scan.ts';
import { withClearFileErrors } from '../files/clear-file-errors.ts';
import { filesBelow, requireFolder, shownPath, type Unread } from '../files/walk.ts';
import { writeDurably } from '../files/write-durably.ts';
import type { World } from '../world/world.ts';

/** Bytes of the largest file that is read: the locks of large projects have several MiB. */
const largestFile = 64 * 1024 * 1024;

/**
 * Finds every place below the folders that pins the Codex CLI or lets it float. Links are not followed.
 *
 * @throws UsageError when a folder cannot be read
 */
export async function scanPins(
  { cwd }: Pick<World, 'cwd'>,
  { folders, pin, signal }: { folders: readonly string[]; pin: string; signal: AbortSignal },
): Promise<PinScan> {
  const found: FoundPin[] = [];
  const unread: Unread[] = [];
  const fixes: PinScan['fixes'][number][] = [];
  let files = 0;
  for (const folder of folders.length === 0 ? ['.'] : folders) {
    const root = resolve(cwd, folder);
    await requireFolder(root, folder);
    for await (const path of filesBelow(root, { unread, name: (at) => shownPath(cwd, at) })) {
      signal.throwIfAborted();
      const file = shownPath(cwd, path);
      const named = relative(root, path).replaceAll('\\', '/');
      const text = readText(path, named);
      if (text === undefined) continue;
      if (typeof text !== 'string') {
        unread.push({ file, reason: text.fault });
        continue;
      }
      files += 1;
      const mentions = findMentions(named, text);
      for (const mention of mentions) {
        const drift = judgeMention(mention, pin);
        found.push({
          place: { file, ...spotOf(text, mention.offset) },
          form: mention.form,
          spec: mention.spec,
          drift,
          isFixable: mention.write !== undefined && drift.state !== 'unresolved',
        });
      }
      const { text: after, written } = pinText(text, mentions, pin);
      if (written > 0) fixes.push({ file, before: text, after, written });
    }
  }
  return { pin, found, files, unread, fixes };
}

/**
 * Counts the places that still name a version that is no longer the pin. The pin has moved by then, so that a folder which
 * cannot be searched is said and not thrown.
 */
export async function findLeftMentions(
  world: Pick<World, 'cwd'>,
  {
    version,
    pin,
    folders,
    signal,
  }: { version: string; pin: string; folders: readonly string[]; signal: AbortSignal },
): Promise<LeftMentions> {
  try {
    return countLeft(await scanPins(world, { folders, pin, signal }), { version, folders });
  } catch (cause) {
    const fault = signal.aborted ? 'it was interrupted' : cleanLine((cause as Error).message);
    return { version, folders, places: 0, files: 0, fixable: 0, unread: 0, fault };
  }
}

/**
 * Writes the fixes of a scan, each file whole or not at all.
 *
 * @throws WorkError when a file has changed since; those before it are written
 */
export async function writeFixes({ cwd }: Pick<World, 'cwd'>, { fixes }: PinScan): Promise<void> {
  for (const { file, before, after } of fixes) {
    const path = resolve(cwd, file);
    await withClearFileErrors(path, async () => {
      if (readText(path, file) !== before)
        throw new WorkError(`${cleanLine(file)} has changed since it was read`, 'Scan again.');
      await writeDurably(path, after, { mode: (await stat(path)).mode & 0o777, existing: 'replace' });
    });
  }
}

/** The text of a file that may name a version; undefined for any other, such as a program without an ending. */
function readText(path: string, named: string): string | { fault: string } | undefined {
  const may = mayMention(named);
  if (may === 'no') return undefined;
  const read = readRegularBytes(path, largestFile);
  if (read === undefined) return undefined;
  const isScript = 'bytes' in read && read.bytes.subarray(0, 2).toString() === '#!';
  if (may === 'when a script' && !isScript) return undefined;
  if ('fault' in read) return read;
  const text = read.bytes.toString('utf8');
  // What is not UTF-8 could not be written back as it was.
  return Buffer.from(text, 'utf8').equals(read.bytes) ? text : { fault: 'it is not UTF-8' };
}
