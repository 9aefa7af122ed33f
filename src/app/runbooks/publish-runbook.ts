import { RefusedError, UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { didYouMean } from '../../domain/base/text/suggest.ts';
import type { RecordedRun } from '../../domain/checks/recorded.ts';
import { frontMatter, type Runbook } from '../../domain/runbooks/runbook.ts';
import type { ReadStore, Store } from '../../store/connection/open.ts';
import { toBlob, toEvidence } from '../../store/log/blob.ts';
import type { Views } from '../../store/views/views.ts';
import { loadSuites } from '../checks/load-suite.ts';
import { noRollout } from '../people/people.ts';
import { requireReason } from '../rollout/item-decisions.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { loadDraftRunbooks, loadShippedRunbooks } from './load-runbooks.ts';

/** A published revision of a runbook. */
export type RunbookRevision = { runbook: string; revision: number; seq: number };

/**
 * Puts the project's text of a runbook in force. A changed runbook changes what everybody rests on, so the
 * newest whole run of the suite must have passed on the pinned version.
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
    if (inForce.digest === text.sha256) {
      throw new UsageError(
        `the runbook ${draft.id} is in force as it is`,
        `Change ${draft.file} first; codex-cockpit runbook diff ${draft.id} shows what would change.`,
      );
    }
    const waived = waiveSuite === undefined ? null : requireReason(waiveSuite);
    if (waived !== null) await authorize(views, actor, 'waive the suite for a runbook');
    const [run] = await views.runs(1);
    const fault =
      waived === null ? unguarded(run, { pin: rollout.pin, checks: suite.checks.length }) : undefined;
    if (fault !== undefined) {
      throw new RefusedError(
        `a changed runbook needs a passing suite on the pin ${rollout.pin}: ${fault}`,
        'Run it: codex-cockpit check. Or say why not to wait: --waive-suite "…".',
      );
    }
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

/** @throws UsageError for an unknown runbook, with the nearest one */
export function findRunbook(runbooks: readonly Runbook[], id: string): Runbook {
  const found = runbooks.find((runbook) => runbook.id === id);
  if (found) return found;
  const ids = runbooks.map((runbook) => runbook.id);
  throw new UsageError(
    `there is no runbook "${cleanLine(id)}"${didYouMean(id, ids)}`,
    `The runbooks are: ${ids.join(', ')}.`,
  );
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

/** Why a run does not guard a change, in words; undefined when it does. */
function unguarded(
  run: RecordedRun | undefined,
  { pin, checks }: { pin: string; checks: number },
): string | undefined {
  if (!run) return 'no suite has run yet';
  if (run.finishedAt === undefined || run.interrupted) return 'the newest run did not finish';
  if (run.planned < checks) return `the newest run had ${run.planned} of ${checks} checks`;
  if (run.cliVersion !== pin) return `the newest run was on ${run.cliVersion ?? 'a CLI without a version'}`;
  if (run.verdict === 'pass' || run.verdict === 'warn') return undefined;
  return `the newest run came to ${run.verdict}`;
}
