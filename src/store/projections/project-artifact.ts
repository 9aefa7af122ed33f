import type { Kysely } from 'kysely';
import type { Entry } from '../../domain/history/entry/entry.ts';
import type { CockpitEvent } from '../../domain/history/entry/event.ts';
import type { Tables } from '../connection/schema.ts';

/** Keeps which entries are about an artifact, and where it was published. */
export async function projectArtifact(
  db: Kysely<Tables>,
  { seq }: Entry,
  { kind, body }: CockpitEvent,
): Promise<void> {
  switch (kind) {
    case 'artifact.revised':
    case 'artifact.submitted':
    case 'artifact.approved':
      await db.insertInto('artifact_entry').values({ seq, artifact: body.artifact }).execute();
      return;
    case 'artifact.published': {
      const { artifact, repository, path } = body;
      await db.replaceInto('artifact_copy').values({ artifact, repository, path, seq }).execute();
      return;
    }
    case 'catalog.ran': {
      const { artifact, command, repository } = body;
      await db.replaceInto('catalog_run').values({ artifact, command, repository, seq }).execute();
      return;
    }
  }
}
