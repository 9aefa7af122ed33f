import { PHASE_IDS } from '../../domain/base/phase.ts';
import { bodyOf, type RunbookHead, readHead } from '../../domain/runbooks/runbook.ts';
import type { ReadStore } from '../../store/connection/open.ts';
import { loadShippedRunbooks } from './read-runbook-files.ts';

/** A runbook in force, to be read. */
export type ReadableRunbook = { id: string; kind: string; title: string; revision: number; text: string };

const phaseOrder: readonly string[] = PHASE_IDS;

/** The texts of the runbooks in force: the phases first, in their order, then the others by name. */
export async function readRunbookTexts(store: ReadStore | undefined): Promise<readonly ReadableRunbook[]> {
  const [shipped, published] = await Promise.all([
    loadShippedRunbooks(),
    store ? store.publishedRunbooks() : [],
  ]);
  const inForce = await Promise.all(
    published.map(async ({ body }) => ({
      id: body.runbook,
      kind: String(body.declaration.kind),
      title: String(body.declaration.title),
      revision: body.revision,
      text: readable(readHead(body.declaration), bodyOf((await store?.blob(body.text.sha256))?.text ?? '')),
    })),
  );
  const others = shipped
    .filter(({ id }) => !inForce.some((one) => one.id === id))
    .map((runbook) => ({
      id: runbook.id,
      kind: runbook.kind,
      title: runbook.title,
      revision: 0,
      text: readable(runbook, runbook.body),
    }));
  return [...inForce, ...others].sort(
    (one, other) => place(one) - place(other) || (one.id < other.id ? -1 : 1),
  );
}

/** The text of a runbook, with its checklist below. */
function readable({ items }: RunbookHead, body: string): string {
  if (items.length === 0) return body;
  const checklist = items.map(({ id, title, owner, how }) => `- ${title} (${id}, ${owner}): ${how.trim()}`);
  return `${body}\n\n## Checklist\n\n${checklist.join('\n')}`;
}

function place({ kind, id }: ReadableRunbook): number {
  if (kind !== 'phase') return kind === 'procedure' ? 10 : 20;
  return phaseOrder.indexOf(id);
}
