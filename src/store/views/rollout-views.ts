import { type Kysely, sql } from 'kysely';
import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import type { Entry } from '../../domain/history/entry/entry.ts';
import { bodiesOf, type EventBody, readEvent } from '../../domain/history/entry/event.ts';
import type { Person } from '../../domain/people/person.ts';
import type { GateDecision } from '../../domain/rollout/derive-rollout.ts';
import {
  type PersonRecord,
  readSignOff,
  recordsAbout,
  SignedStatements,
  type SignOff,
} from '../../domain/rollout/gate/sign-off.ts';
import type { Waiver } from '../../domain/rollout/items/waiver.ts';
import type { Rollout } from '../../domain/rollout/rollout.ts';
import { SURFACES } from '../../domain/runbooks/item.ts';
import type { Tables } from '../connection/schema.ts';
import { readSound } from '../log/entries.ts';
import { storedWord } from './stored-word.ts';

/** A published revision of a runbook, as its entry says. */
type PublishedRunbook = {
  seq: number;
  at: string;
  actor: string;
  body: EventBody<'runbook.published'>;
};

/** What the projections say of the rollout. */
export type RolloutViews = {
  /** The rollout of this database, if one was started. */
  rollout(): Promise<Rollout | undefined>;
  people(): Promise<readonly Person[]>;
  /** The newest published revision of each runbook. */
  publishedRunbooks(): Promise<readonly PublishedRunbook[]>;
  /** The newest evidence of each kind and key for each CLI version. */
  evidence(): Promise<readonly RecordedEvidence[]>;
  waivers(): Promise<readonly Waiver[]>;
  signOffs(): Promise<readonly SignOff[]>;
  gates(): Promise<readonly GateDecision[]>;
};

export function rolloutViews(db: Kysely<Tables>): RolloutViews {
  return {
    async rollout() {
      const [row] = (await sql<Tables['rollout']>`SELECT * FROM rollout`.execute(db)).rows;
      return (
        row && {
          name: row.name,
          pin: row.pin,
          pinnedAt: row.pinned_at,
          surfaces: row.surfaces.split(' ').map((surface) => storedWord(SURFACES, surface)),
          startedAt: row.started_at,
          startedBy: row.started_by,
        }
      );
    },
    async people() {
      const entries = await readSound(
        db,
        sql`SELECT entry.* FROM person JOIN entry ON entry.seq = person.seq ORDER BY person.email`,
      );
      return bodiesOf(entries, 'person.recorded').map(
        ({ seq, body }) => ({ ...body, name: body.name ?? undefined, seq }) satisfies Person & { v: 1 },
      );
    },
    async publishedRunbooks() {
      const entries = await readSound(
        db,
        sql`SELECT entry.* FROM runbook JOIN entry ON entry.seq = runbook.seq ORDER BY runbook.id`,
      );
      return bodiesOf(entries, 'runbook.published');
    },
    evidence: async () => (await sql<Tables['evidence']>`SELECT * FROM evidence`.execute(db)).rows,
    async waivers() {
      const { rows } = await sql<Tables['waiver']>`SELECT * FROM waiver ORDER BY item`.execute(db);
      return rows.map(({ expires_at, ...row }) => ({ ...row, expiresAt: expires_at }));
    },
    async signOffs() {
      const { rows: entries } = await sql<Entry>`
        SELECT entry.* FROM sign_off JOIN entry ON entry.seq = sign_off.seq ORDER BY entry.seq`.execute(db);
      const records = entries.length === 0 ? [] : await personRecords(db);
      const repeated = entries.length === 0 ? new Map() : await repeatedSignatures(db);
      return bodiesOf(entries, 'phase.signed').map((entry) => {
        const { seq, actor: person, body } = entry;
        const about = recordsAbout(records, { person, seq, role: body.role });
        return readSignOff(entry, body, { ...about, givenBefore: repeated.get(seq) });
      });
    },
    async gates() {
      const { rows } = await sql<Tables['gate'] & Pick<Entry, 'kind' | 'body'>>`
        SELECT gate.*, entry.kind, entry.body FROM gate JOIN entry ON entry.seq = gate.seq ORDER BY gate.seq`.execute(
        db,
      );
      return rows.map(({ kind: recordedKind, body: recordedBody, ...gate }) => {
        const { kind, body } = readEvent({ seq: gate.seq, kind: recordedKind, body: recordedBody });
        return kind === 'phase.passed'
          ? { ...gate, evidence: { digest: body.evidence_sha256, items: body.items } }
          : gate;
      });
    },
  };
}

/** The sign-offs whose signed statement was in an earlier entry, with that entry; those that were taken back count too. */
async function repeatedSignatures(db: Kysely<Tables>): Promise<ReadonlyMap<number, number>> {
  const { rows: entries } = await sql<Entry>`
    SELECT * FROM entry WHERE kind = 'phase.signed' ORDER BY seq`.execute(db);
  const statements = new SignedStatements();
  return new Map(
    bodiesOf(entries, 'phase.signed').flatMap(({ seq, body }) => {
      const before = statements.next(seq, body.signature);
      return before === undefined ? [] : [[seq, before] as const];
    }),
  );
}

/** Which keys each entry recorded for whom. */
async function personRecords(db: Kysely<Tables>): Promise<readonly PersonRecord[]> {
  const { rows: entries } = await sql<Entry>`
    SELECT * FROM entry WHERE kind = 'person.recorded'`.execute(db);
  return bodiesOf(entries, 'person.recorded').map(({ seq, body: { email, roles, keys } }) => ({
    seq,
    email,
    roles,
    keys,
  }));
}
