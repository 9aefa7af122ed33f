import { RefusedError } from '../../domain/base/errors.ts';
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

/** Which text to publish, and what stands in for a passing run. */
export type PublicationRequest = {
  runbook: string;
  /** Why not to wait for a passing run; only a rollout owner may do that. */
  waiveSuite?: string | undefined;
};

/** What publishing a runbook would put in force. */
export type Publication = RunbookComparison & {
  /** SHA-256 of the text. */
  sha256: string;
  /** The revision that it becomes. */
  next: number;
  /** The passing run that guards it; null when that is waived. */
  run: string | null;
};

/**
 * Says what publishing the project's text of a runbook would put in force. requirePassingRun says which run of the
 * suite that needs.
 *
 * @throws UsageError for a broken runbook, or one that is in force already
 * @throws RefusedError without the role, or without a passing run
 */
export async function foreseePublication(
  world: World,
  store: ReadStore | undefined,
  asked: PublicationRequest,
): Promise<Publication> {
  if (!store) throw noRollout();
  const prepared = await prepare(world, asked);
  const judged = await judge(store, prepared);
  const compared = await compareRunbook(world, store, asked.runbook);
  return { ...compared, sha256: prepared.text.sha256, next: judged.revision, run: judged.run };
}

/**
 * Puts the project's text of a runbook in force.
 *
 * @param sha256 digest of the text that the person saw; any text when undefined
 * @throws UsageError and RefusedError as foreseePublication, and RefusedError when the text is another one by now
 */
export async function publishRunbook(
  world: World,
  store: Store,
  { reason, sha256, ...asked }: PublicationRequest & { reason: string; sha256?: string | undefined },
): Promise<RunbookRevision> {
  const why = requireReason(reason);
  const prepared = await prepare(world, asked);
  const { actor, draft, text } = prepared;
  if (sha256 !== undefined && sha256 !== text.sha256)
    throw new RefusedError(
      `${draft.file} was changed since you looked at it`,
      'Look at the difference again.',
    );
  let revision = 0;
  const [entry] = await store.append(async (views) => {
    const judged = await judge(views, prepared);
    revision = judged.revision;
    const body = {
      v: 1 as const,
      runbook: draft.id,
      revision,
      text: toEvidence(draft.file, text),
      declaration: { ...frontMatter(draft) },
      reason: why,
      run: judged.run,
      waived: prepared.waived,
    };
    const event = { kind: 'runbook.published' as const, body };
    return [{ actor, subject: `runbook/${draft.id}`, event, blobs: [text] }];
  });
  return { runbook: draft.id, revision, seq: entry?.seq ?? 0 };
}

type Prepared = {
  actor: string;
  draft: Runbook;
  text: ReturnType<typeof toBlob>;
  /** Checks of the suite. */
  checks: number;
  waived: string | null;
};

async function prepare(world: World, { runbook, waiveSuite }: PublicationRequest): Promise<Prepared> {
  const actor = await actingPerson(world);
  const draft = findRunbook(await loadDraftRunbooks(world), runbook);
  const { checks } = await loadSuites(world.cwd, []);
  const waived = waiveSuite === undefined ? null : requireReason(waiveSuite);
  return { actor, draft, text: toBlob(draft.text), checks: checks.length, waived };
}

/** Decides whether a text may be put in force: as which revision, after which run. */
async function judge(
  views: Pick<Views, 'rollout' | 'people' | 'publishedRunbooks' | 'runs'>,
  { actor, draft, text, checks, waived }: Prepared,
): Promise<{ revision: number; run: string | null }> {
  const rollout = await views.rollout();
  if (!rollout) throw noRollout();
  await authorize(views, actor, 'publish a runbook');
  const inForce = await findInForce(views, draft.id);
  requireChange(draft, { draft: text.sha256, inForce: inForce.digest });
  const revision = inForce.revision + 1;
  if (waived !== null) {
    await authorize(views, actor, 'waive the suite for a runbook');
    return { revision, run: null };
  }
  const [run] = await views.runs(1);
  requirePassingRun(run, { pin: rollout.pin, checks });
  return { revision, run: run?.id ?? null };
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
