import { bodiesOf } from '../../domain/history/entry/event.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import type { World } from '../world/world.ts';
import { loadDraftRunbooks } from './load-runbooks.ts';
import { loadShippedRunbooks } from './read-runbook-files.ts';

/** A runbook in a list. */
export type ListedRunbook = {
  id: string;
  kind: string;
  title: string;
  items: number;
  /** The published revision in force; 0 while it is the shipped text. */
  revision: number;
  file: string;
  /** Whether the project's text differs from the one in force. */
  differs: boolean;
};

/** A published revision of a runbook, newest first in lists. */
export type ListedRevision = {
  revision: number;
  entry: number;
  at: string;
  by: string;
  reason: string;
  run: string | null;
  waived: string | null;
  sha256: string;
};

/** The runbooks of the project and what is in force of each. */
export async function listRunbooks(
  world: World,
  store: ReadStore | undefined,
): Promise<readonly ListedRunbook[]> {
  const [drafts, shipped, published] = await Promise.all([
    loadDraftRunbooks(world),
    loadShippedRunbooks(),
    store ? store.publishedRunbooks() : [],
  ]);
  return drafts.map(({ id, kind, title, items, file, digest }) => {
    const inForce = published.find(({ body }) => body.runbook === id)?.body;
    const digestInForce = inForce?.text.sha256 ?? shipped.find((runbook) => runbook.id === id)?.digest;
    const differs = digestInForce !== digest;
    return { id, kind, title, items: items.length, revision: inForce?.revision ?? 0, file, differs };
  });
}

/** The published revisions of a runbook, newest first. */
export async function runbookHistory(
  store: ReadStore | undefined,
  id: string,
): Promise<readonly ListedRevision[]> {
  const entries = await Array.fromAsync(store?.entries({ subject: `runbook/${id}` }) ?? []);
  return bodiesOf(entries, 'runbook.published')
    .map(({ seq, at, actor, body: { revision, reason, run, waived, text } }) => ({
      revision,
      entry: seq,
      at,
      by: actor,
      reason,
      run,
      waived,
      sha256: text.sha256,
    }))
    .reverse();
}
