import { resolve } from 'node:path';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf } from '../../../domain/history/entry/event.ts';
import type { ReviewPack } from '../../../domain/runs/events.ts';
import { type PackDocument, parsePack } from '../../../domain/runs/pack/document.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { readNamed } from '../gates/risk-matrix.ts';

/** A recorded pack, and the entry that recorded it. */
export type RecordedPack = { seq: number; at: string; actor: string; body: ReviewPack };

/**
 * The document of a pack.
 *
 * @throws UsageError when the file cannot be read, or is no pack
 */
export async function readPackFile({ cwd }: Pick<World, 'cwd'>, file: string): Promise<PackDocument> {
  return parsePack((await readNamed(resolve(cwd, file), file)).toString('utf8'), file);
}

/** The packs of the history, newest first. */
export async function listPacks(
  views: Pick<Views, 'entriesOfKind'> | undefined,
): Promise<readonly RecordedPack[]> {
  return bodiesOf((await views?.entriesOfKind('pack.created')) ?? [], 'pack.created').toReversed();
}

/** What the history has of a pack; undefined when nothing. */
export async function findRecordedPack(
  views: Pick<Views, 'entriesOfKind'> | undefined,
  pack: string,
): Promise<ReviewPack | undefined> {
  return (await listPacks(views)).find(({ body }) => body.pack === pack)?.body;
}

/**
 * A pack of the history with its Markdown: the newest, or one by its id, a part of it, its entry or its run.
 *
 * @throws UsageError when there is none, or more than one
 */
export async function showPack(
  store: ReadStore | undefined,
  asked: string | undefined,
): Promise<RecordedPack & { text: string | undefined }> {
  const packs = await listPacks(store);
  const wanted = asked === undefined ? undefined : cleanLine(asked).toLowerCase();
  const alike = packs.filter(({ seq, body }) => {
    if (wanted === undefined || String(seq) === wanted || body.run === wanted || body.pack === wanted)
      return true;
    return wanted.length >= 6 && (body.pack.startsWith(wanted) || body.pack.endsWith(wanted));
  });
  // A run may have several packs; the newest counts.
  const runs = new Set(alike.map(({ body }) => body.run));
  const [newest] = alike;
  if (!newest)
    throw new UsageError(
      wanted === undefined ? 'no review pack is recorded' : `there is no review pack "${wanted}"`,
      'Make one: codex-cockpit pack create --last --verify "COMMAND"',
    );
  if (wanted !== undefined && runs.size > 1)
    throw new UsageError(`"${wanted}" is a part of the id of more than one pack`, 'Write more of it.');
  return { ...newest, text: (await store?.blob(newest.body.text.sha256))?.text };
}
