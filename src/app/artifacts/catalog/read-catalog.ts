import type { Revision } from '../../../domain/artifacts/artifact.ts';
import { CATALOG_ARTIFACT } from '../../../domain/artifacts/catalog/judge-command.ts';
import { type CatalogCommand, parseCatalog } from '../../../domain/artifacts/catalog/verification-catalog.ts';
import { RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { didYouMean } from '../../../domain/base/text/suggest.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import type { CatalogRun } from '../../../store/views/artifact-views.ts';
import type { World } from '../../world/world.ts';
import { findArtifact, revisionText } from '../read-artifacts.ts';

/** The commands that are approved. */
export type ApprovedCatalog = { artifact: string; revision: Revision; commands: readonly CatalogCommand[] };

/**
 * Reads the approved revision of a catalog; a newer one that is not approved runs nothing.
 *
 * @param artifact the catalog; verification-catalog when undefined
 * @throws UsageError for an artifact that is no catalog
 * @throws RefusedError when nothing of it is approved
 */
export async function readCatalog(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  { artifact: id = CATALOG_ARTIFACT }: { artifact?: string | undefined } = {},
): Promise<ApprovedCatalog> {
  const { approved, declaration } = await findArtifact(world, store, id);
  if ((approved?.declaration ?? declaration).content !== 'verification-catalog') {
    throw new UsageError(
      `${id} is no verification catalog`,
      'codex-cockpit artifact list names the artifacts.',
    );
  }
  if (!approved || !store) {
    throw new RefusedError(
      `no revision of ${id} is approved: nothing of it is run`,
      `What it waits for: codex-cockpit artifact show ${id}`,
    );
  }
  const commands = parseCatalog(await revisionText(store, approved), id);
  return { artifact: id, revision: approved, commands };
}

/** A command with its newest result in each repository, newest first. */
export type ListedCommand = CatalogCommand & { runs: readonly CatalogRun[] };

/** The approved commands, each with its newest result. */
export async function listCatalog(
  world: Pick<World, 'cwd' | 'now'>,
  store: ReadStore | undefined,
  asked: { artifact?: string | undefined } = {},
): Promise<Omit<ApprovedCatalog, 'commands'> & { commands: readonly ListedCommand[] }> {
  const catalog = await readCatalog(world, store, asked);
  const runs = (await store?.catalogRuns()) ?? [];
  return {
    ...catalog,
    commands: catalog.commands.map((command) => ({
      ...command,
      runs: runs.filter((run) => run.artifact === catalog.artifact && run.command === command.id),
    })),
  };
}

/** @throws UsageError for an unknown command, with the nearest one */
export function findCommand({ commands }: ApprovedCatalog, id: string): CatalogCommand {
  const found = commands.find((command) => command.id === id);
  if (found) return found;
  const ids = commands.map((command) => command.id);
  throw new UsageError(
    `the approved catalog has no command "${cleanLine(id)}"${didYouMean(id, ids)}`,
    `It has: ${ids.join(', ')}.`,
  );
}
