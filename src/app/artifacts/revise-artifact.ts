import { basename } from 'node:path';
import type { Revision } from '../../domain/artifacts/artifact.ts';
import type { ArtifactDeclaration } from '../../domain/artifacts/artifact-kind.ts';
import { readArtifactText } from '../../domain/artifacts/artifact-text.ts';
import { findPlaceholders, placeholderNames } from '../../domain/artifacts/placeholders.ts';
import { canonicalJson } from '../../domain/base/canonical-json.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { formatSize } from '../../domain/base/text/size.ts';
import { noRollout } from '../../domain/rollout/rollout.ts';
import type { Store } from '../../store/connection/open.ts';
import { MAX_BLOB_BYTES, toBlob, toEvidence } from '../../store/log/blob.ts';
import { actingPerson } from '../world/actor.ts';
import { authorize } from '../world/authorize.ts';
import type { World } from '../world/world.ts';
import { findArtifact, type KindChoice } from './read-artifacts.ts';

/** A new text for an artifact. */
export type AskedRevision = {
  artifact: string;
  text: string;
  /** Name of the file, as complaints about the text begin with it. */
  file: string;
  /** What changed and why. */
  note?: string | undefined;
  /** The newest revision that the text was made from; another one by now is refused. */
  basedOn?: number | undefined;
} & KindChoice;

/**
 * Records a new revision of an artifact: a draft, which ends the review of the one before.
 *
 * @throws UsageError for a text that cannot be kept, is too large, or is the newest revision already
 * @throws RefusedError without a role that writes
 */
export async function reviseArtifact(world: World, store: Store, asked: AskedRevision): Promise<Revision> {
  const actor = await actingPerson(world);
  const { declaration } = await findArtifact(world, store, asked.artifact, asked);
  const text = readArtifactText(asked, declaration);
  refuseLarge(asked.file, Buffer.byteLength(text));
  const blob = toBlob(text);
  await store.append(async (views) => {
    if (!(await views.rollout())) throw noRollout();
    await authorize(views, actor, 'write an artifact');
    const { id, newest } = await findArtifact(world, views, asked.artifact, asked);
    refuseOvertaken(asked, newest);
    if (newest?.sha256 === blob.sha256 && isSame(newest.declaration, declaration)) {
      throw sameText(newest);
    }
    const body = {
      v: 1 as const,
      artifact: id,
      revision: (newest?.revision ?? 0) + 1,
      text: toEvidence(basename(cleanLine(asked.file)), blob),
      placeholders: [...placeholderNames(findPlaceholders(text))],
      declaration,
      note: cleanLine(asked.note ?? '') || null,
    };
    const event = { kind: 'artifact.revised' as const, body };
    return [{ actor, subject: `artifact/${id}`, event, blobs: [blob] }];
  });
  const { newest } = await findArtifact(world, store, asked.artifact, asked);
  if (!newest) throw new Error('the revision that was just recorded is not there');
  return newest;
}

/** Why a text is not recorded again. */
export function sameText({ revision, artifact }: Revision): UsageError {
  return new UsageError(`revision ${revision} of ${artifact} is that text already`, 'Change it first.');
}

/** @throws UsageError for more bytes than are kept of a text */
export function refuseLarge(file: string, bytes: number): void {
  if (bytes <= MAX_BLOB_BYTES) return;
  throw new UsageError(
    `${cleanLine(file)}: ${formatSize(bytes)} is too large; an artifact has ${formatSize(MAX_BLOB_BYTES)} at most`,
    'Keep what people decide in it, and refer to the rest.',
  );
}

function refuseOvertaken({ artifact, basedOn }: AskedRevision, newest: Revision | undefined): void {
  if (basedOn === undefined || basedOn === (newest?.revision ?? 0)) return;
  throw new UsageError(
    `${newest?.author ?? 'somebody'} recorded revision ${newest?.revision ?? 0} of ${artifact} while you wrote`,
    `Compare: codex-cockpit artifact diff ${artifact}`,
  );
}

function isSame(one: ArtifactDeclaration, other: ArtifactDeclaration): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
