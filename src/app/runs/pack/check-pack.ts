import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { Finding } from '../../../domain/runs/gates/finding.ts';
import { checkPack } from '../../../domain/runs/pack/check-pack.ts';
import type { PackDocument } from '../../../domain/runs/pack/document.ts';
import { withoutOwnFiles } from '../../../domain/runs/pack/own-files.ts';
import type { Views } from '../../../store/views/views.ts';
import type { World } from '../../world/world.ts';
import { readChanges, readRepository } from '../repository.ts';
import { mergeBase } from './merge-base.ts';
import { findRecordedPack, readPackFile } from './read-pack.ts';

/** A pack to check. */
export type PackCheckRequest = {
  file: string;
  /** A folder of the repository. */
  folder: string;
  /** What the change is compared with, and where it ends; those of the pack and HEAD when undefined. */
  base?: string | undefined;
  head?: string | undefined;
  /** Judges the pack alone, without a repository. */
  alone: boolean;
};

/** What a check of a pack found. */
export type PackVerdict = {
  pack: PackDocument;
  /** What was compared; undefined when the pack was judged alone. */
  compared: { base: string | null; head: string; digest: string | null } | undefined;
  /** Whether the history has recorded the pack. */
  isRecorded: boolean;
  findings: readonly Finding[];
};

/**
 * Checks the document of a pack against the repository.
 *
 * @throws UsageError when the file is no pack, or there is nothing to compare it with
 */
export async function checkPackFile(
  world: Pick<World, 'cwd' | 'environment'>,
  views: Pick<Views, 'entriesOfKind'> | undefined,
  request: PackCheckRequest,
): Promise<PackVerdict> {
  const pack = await readPackFile(world, request.file);
  const recorded = await findRecordedPack(views, pack.pack);
  const compared = request.alone ? undefined : await readCompared(world, pack, request);
  return {
    pack,
    compared: compared && { base: compared.base, head: compared.head, digest: compared.changes.digest },
    isRecorded: recorded !== undefined,
    findings: checkPack({
      ...{ pack, changes: compared?.changes, recorded },
      file: cleanLine(request.file),
      // Whatever the matrix says: who asks for a check of a pack wants to know that the change works.
      needsVerification: true,
    }),
  };
}

async function readCompared(
  world: Pick<World, 'cwd' | 'environment'>,
  pack: PackDocument,
  { folder, base: asked, head = 'HEAD' }: PackCheckRequest,
) {
  const repository = await readRepository(world, folder);
  if (!repository)
    throw new UsageError(
      `${cleanLine(folder)}: this is not in a git repository`,
      'Check the pack in the repository of the change, or the pack alone with --alone.',
    );
  const { root } = repository;
  const from = asked ?? pack.base;
  const base = from === null ? null : await mergeBase(world, root, { base: from, head });
  return { base, head, changes: withoutOwnFiles(await readChanges(world, root, { base, to: head })) };
}
