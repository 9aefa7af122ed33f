import { requireReason } from '../../domain/base/require-reason.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import { requireChange, requirePassingRun } from '../../domain/runbooks/judge-publication.ts';
import { frontMatter } from '../../domain/runbooks/parse-runbook.ts';
import { findRunbook, type Runbook } from '../../domain/runbooks/runbook.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import { toBlob, toEvidence } from '../../store/log/blob.ts';
import type { Views } from '../../store/views/views.ts';
import { loadSuites } from '../checks/load-suite.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { loadDraftRunbooks } from './load-runbooks.ts';
import { loadShippedRunbooks } from './read-runbook-files.ts';

/** A published revision of a runbook. */
export type RunbookRevision = { runbook: string; revision: number; seq: number };

/**
 * Puts the project's text of a runbook in force. requirePassingRun says which run of the suite that needs.
 *
 * @param waiveSuite why not to wait for a passing run; only a rollout owner may do that
 * @throws UsageError for a broken runbook, or one that is in force already
 * @throws RefusedError without the role, or without a passing run
 */
export async function publishRunbook(
  world: World,
  store: Store,
  { runbook: id, reason, waiveSuite }: { runbook: string; reason: string; waiveSuite?: string | undefined },
): Promise<RunbookRevision> {
  const actor = await actingPerson(world);
  const why = requireReason(reason);
  const draft = findRunbook(await loadDraftRunbooks(world), id);
  const suite = await loadSuites(world.cwd, []);
  const text = toBlob(draft.text);
  let revision = 0;
  const [entry] = await store.append(async (views) => {
    const rollout = await views.rollout();
    if (!rollout) throw noRollout();
    await authorize(views, actor, 'publish a runbook');
    const inForce = await findInForce(views, draft.id);
    requireChange(draft, { draft: text.sha256, inForce: inForce.digest });
    const waived = waiveSuite === undefined ? null : requireReason(waiveSuite);
    if (waived !== null) await authorize(views, actor, 'waive the suite for a runbook');
    const [run] = await views.countedRuns(1, 'pin');
    if (waived === null) requirePassingRun(run, { pin: rollout.pin, checks: suite.checks.length });
    revision = inForce.revision + 1;
    const body = {
      v: 1 as const,
      runbook: draft.id,
      revision,
      text: toEvidence(draft.file, text),
      declaration: { ...frontMatter(draft) },
      reason: why,
      run: waived === null ? (run?.id ?? null) : null,
      waived,
    };
    const event = { kind: 'runbook.published' as const, body };
    return [{ actor, subject: `runbook/${draft.id}`, event, blobs: [text] }];
  });
  return { runbook: draft.id, revision, seq: entry?.seq ?? 0 };
}

/** What is in force of a runbook, and what the project has of it. */
export type RunbookComparison = {
  runbook: string;
  /** 0 while the shipped text is in force. */
  revision: number;
  inForce: string;
  draft: string;
  file: string;
};

/** Compares the project's text of a runbook with the one in force. */
export async function compareRunbook(
  world: World,
  store: ReadStore | undefined,
  id: string,
): Promise<RunbookComparison> {
  const draft = findRunbook(await loadDraftRunbooks(world), id);
  const { revision, digest, shipped } = await findInForce(store, draft.id);
  const inForce = shipped?.text ?? (await store?.blob(digest ?? ''))?.text ?? '';
  return { runbook: draft.id, revision, inForce, draft: draft.text, file: draft.file };
}

/** What is in force of a runbook: the newest published text, else the shipped one. */
async function findInForce(
  views: Pick<Views, 'publishedRunbooks'> | undefined,
  id: string,
): Promise<{ revision: number; digest: string | undefined; shipped: Runbook | undefined }> {
  const published = (await views?.publishedRunbooks())?.find(({ body }) => body.runbook === id)?.body;
  if (published) return { revision: published.revision, digest: published.text.sha256, shipped: undefined };
  const shipped = (await loadShippedRunbooks()).find((runbook) => runbook.id === id);
  return { revision: 0, digest: shipped && toBlob(shipped.text).sha256, shipped };
}
