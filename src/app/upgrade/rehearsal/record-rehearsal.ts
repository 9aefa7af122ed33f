import { UnusableError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf, type EventBody } from '../../../domain/history/entry/event.ts';
import { areasOf, partsOf } from '../../../domain/upgrade/rehearsal/form.ts';
import {
  countWeights,
  differencesOf,
  judgeRehearsal,
  type Rehearsal,
} from '../../../domain/upgrade/rehearsal/rehearsal.ts';
import type { ReadStore, Store } from '../../../store/connection/open.ts';
import { toBlob, toEvidence } from '../../../store/log/blob.ts';
import type { Views } from '../../../store/views/views.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';

/** Records a whole rehearsal in one entry; the number of the entry. */
export async function recordRehearsal(world: World, store: Store, rehearsal: Rehearsal): Promise<number> {
  const actor = await actingPerson(world);
  const parts = partsOf(rehearsal.areas).map(({ label, text }) => ({ label, blob: toBlob(text) }));
  const { pin, candidate, rules } = rehearsal;
  const body: EventBody<'upgrade.rehearsed'> = {
    v: 2,
    rehearsal: rehearsal.id,
    from: pin,
    to: candidate,
    inputs_sha256: rehearsal.inputs,
    rules: { version: rules.version, sha256: rules.digest, overrides: [...rules.overrides] },
    verdict: judgeRehearsal(rehearsal),
    counts: countWeights(rehearsal),
    blockers: differencesOf(rehearsal)
      .filter(({ weight }) => weight === 'blocker')
      .map(({ id }) => id),
    areas_without_rules: [...rehearsal.areasWithoutRules],
    folders: [...rehearsal.folders],
    searched: [...rehearsal.searched],
    unsearched: rehearsal.unsearched
      ? { files: [...rehearsal.unsearched.files], total: rehearsal.unsearched.total }
      : null,
    runs: rehearsal.runs ?? null,
    parts: parts.map(({ label, blob }) => toEvidence(label, blob)),
    duration_ms: rehearsal.durationMs,
  };
  const [entry] = await store.append(() => [
    {
      actor,
      subject: `upgrade/${candidate.version}`,
      event: { kind: 'upgrade.rehearsed', body },
      blobs: parts.map(({ blob }) => blob),
    },
  ]);
  if (!entry) throw new Error('the store recorded nothing');
  return entry.seq;
}

/** What stands in the entry of a rehearsal. */
export type RehearsalHead = { seq: number; at: string; actor: string; body: EventBody<'upgrade.rehearsed'> };

/** All rehearsals, newest first, without their differences. */
export async function listRehearsals(
  views: Pick<Views, 'entriesOfKind'> | undefined,
): Promise<readonly RehearsalHead[]> {
  const entries = (await views?.entriesOfKind('upgrade.rehearsed')) ?? [];
  return bodiesOf(entries, 'upgrade.rehearsed').toReversed();
}

/**
 * What is recorded of one rehearsal: the newest, the newest to a version, or one by its id or entry number.
 *
 * @throws UsageError when there is none
 */
export async function findRehearsal(
  views: Pick<Views, 'entriesOfKind'>,
  asked: string | undefined,
): Promise<RehearsalHead> {
  const heads = await listRehearsals(views);
  const head = heads.find(
    ({ seq, body }) => asked === undefined || [body.rehearsal, body.to.version, String(seq)].includes(asked),
  );
  if (head) return head;
  throw new UsageError(
    asked === undefined ? 'nothing was rehearsed yet' : `there is no rehearsal "${cleanLine(asked)}"`,
    'Rehearse an upgrade: codex-cockpit upgrade rehearse --to VERSION',
  );
}

/**
 * The same with its differences.
 *
 * @throws UsageError when there is none
 * @throws UnusableError when its stored texts are not there any more
 */
export async function readRehearsal(
  store: Pick<ReadStore, 'blob' | 'entriesOfKind'>,
  asked: string | undefined,
): Promise<{ head: RehearsalHead; rehearsal: Rehearsal }> {
  const head = await findRehearsal(store, asked);
  const { body, at } = head;
  const texts = await Promise.all(
    body.parts.map(async ({ sha256, label }) => {
      const stored = await store.blob(sha256);
      if (!stored || stored.truncatedFrom !== undefined)
        throw new UnusableError(
          `the stored text "${label}" of entry ${head.seq} is not whole`,
          'Rehearse again.',
        );
      return stored.text;
    }),
  );
  const rehearsal: Rehearsal = {
    id: body.rehearsal,
    at,
    pin: body.from,
    candidate: body.to,
    inputs: body.inputs_sha256,
    folders: body.folders,
    searched: body.searched,
    unsearched: body.unsearched ?? undefined,
    rules: { version: body.rules.version, digest: body.rules.sha256, overrides: body.rules.overrides },
    areasWithoutRules: body.areas_without_rules as Rehearsal['areasWithoutRules'],
    areas: areasOf(texts),
    runs: body.runs ?? undefined,
    durationMs: body.duration_ms,
  };
  return { head, rehearsal };
}
