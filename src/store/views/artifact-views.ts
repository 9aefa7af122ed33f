import { type Kysely, sql } from 'kysely';
import type { ArtifactEntry } from '../../domain/artifacts/artifact.ts';
import { bodiesOf, type EventBody, readEvent } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';
import { readSound } from '../log/entries.ts';

/** Where the text of an artifact was published last. */
export type ArtifactCopy = {
  artifact: string;
  repository: string;
  path: string;
  revision: number;
  seq: number;
  at: string;
  by: string;
};

/** The newest run of a command of a catalog in a repository. */
export type CatalogRun = EventBody<'catalog.ran'> & { seq: number; at: string; by: string };

/** What the projections say of artifacts. */
export type ArtifactViews = {
  /** The entries about the texts of each artifact, oldest first. */
  artifactEntries(): Promise<ReadonlyMap<string, readonly ArtifactEntry[]>>;
  /** Where artifacts were published, each place with the newest publication. */
  artifactCopies(): Promise<readonly ArtifactCopy[]>;
  /** The results of the commands of catalogs, newest first: one run for each command and repository. */
  catalogRuns(): Promise<readonly CatalogRun[]>;
};

export function artifactViews(db: Kysely<Tables>): ArtifactViews {
  return {
    async artifactEntries() {
      const entries = await readSound(
        db,
        sql`SELECT entry.* FROM artifact_entry JOIN entry ON entry.seq = artifact_entry.seq ORDER BY entry.seq`,
      );
      const read = entries.flatMap((entry): ArtifactEntry[] => {
        const event = readEvent(entry);
        switch (event.kind) {
          case 'artifact.revised':
          case 'artifact.submitted':
          case 'artifact.approved':
            return [{ seq: entry.seq, at: entry.at, actor: entry.actor, event }];
          default:
            return [];
        }
      });
      return Map.groupBy(read, ({ event }) => event.body.artifact);
    },
    async artifactCopies() {
      const entries = await readSound(
        db,
        sql`SELECT entry.* FROM artifact_copy JOIN entry ON entry.seq = artifact_copy.seq ORDER BY entry.seq`,
      );
      return bodiesOf(entries, 'artifact.published').map(({ seq, at, actor, body }) => {
        const { artifact, repository, path, revision } = body;
        return { artifact, repository, path, revision, seq, at, by: actor };
      });
    },
    async catalogRuns() {
      const entries = await readSound(
        db,
        sql`SELECT entry.* FROM catalog_run JOIN entry ON entry.seq = catalog_run.seq ORDER BY entry.seq DESC`,
      );
      return bodiesOf(entries, 'catalog.ran').map(({ seq, at, actor, body }) => ({
        ...body,
        seq,
        at,
        by: actor,
      }));
    },
  };
}
