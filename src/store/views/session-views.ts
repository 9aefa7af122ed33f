import { type Kysely, sql } from 'kysely';
import type { Tables } from '../connection/schema.ts';

/** What the projections say of session files. */
export type SessionViews = {
  /** By what each imported session file is known again. */
  sessionFiles(): Promise<readonly Tables['session_file'][]>;
};

export function sessionViews(db: Kysely<Tables>): SessionViews {
  return {
    async sessionFiles() {
      const { rows } = await sql<Tables['session_file']>`SELECT * FROM session_file`.execute(db);
      return rows;
    },
  };
}
