import type { EventBody } from '../../../domain/history/entry/event.ts';
import type { ReadRecord } from '../../../domain/metrics/compliance/read-record.ts';
import type { CompliancePlace } from '../../../domain/metrics/events/compliance.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import type { Draft } from '../../../store/log/append.ts';
import type { Views } from '../../../store/views/views.ts';
import { authorize } from '../../world/authorize.ts';

/** A log of a workspace or an organisation. */
export type Log = { place: CompliancePlace; log: string };

/** A name of a field that was not taken, and how often it was there. */
export type LeftField = { field: string; count: number };

type Body = EventBody<'compliance.imported'>;

/** Most records of an entry, and most log files that one ends with. */
const mostRows = 500;
const mostFiles = 200;

/** Most names of fields that are told. */
const mostNames = 200;

/** Whoever records something of compliance logs may do so, in a rollout that is there. */
export async function requireImporter(views: Views, actor: string): Promise<void> {
  if (!(await views.rollout())) throw noRollout();
  await authorize(views, actor, 'import compliance logs');
}

/** What an entry is about. */
export const subjectOf = ({ place }: Log): string => `compliance/${place.id === '' ? place.kind : place.id}`;

/** Records what is read of compliance logs in entries of 500, each record once. */
export class ComplianceRecorder {
  readonly #store: Store;
  readonly #actor: string;
  #waiting = new Map<string, Body>();
  #size = 0;
  #writing: Promise<void> = Promise.resolve();
  readonly #left = new Map<string, number>();
  /** How many records were read, and how many of them were not recorded before. */
  read = 0;
  recorded = 0;

  constructor(store: Store, actor: string) {
    this.#store = store;
    this.#actor = actor;
  }

  /** The fields that were not taken so far, the most frequent first. */
  get left(): readonly LeftField[] {
    return [...this.#left]
      .map(([field, count]) => ({ field, count }))
      .sort((one, other) => other.count - one.count || (one.field < other.field ? -1 : 1));
  }

  /** Takes a record; resolves when so few wait to be recorded that the next one may come. */
  async add({ place, log, row, left }: ReadRecord, file: string | null): Promise<void> {
    this.read += 1;
    for (const field of left)
      if (this.#left.has(field) || this.#left.size < mostNames)
        this.#left.set(field, (this.#left.get(field) ?? 0) + 1);
    this.#body({ place, log }, file).rows.push(row);
    this.#size += 1;
    if (this.#size >= mostRows) await this.flush();
  }

  /** Notes that all records of a log file were given, or that the file is gone. */
  async end(log: Log, file: string, how: { unreadable: number } | 'gone'): Promise<void> {
    const body = this.#body(log, null);
    if (how === 'gone') body.gone.push(file);
    else {
      body.fetched.push(file);
      body.unreadable += how.unreadable;
    }
    if (body.fetched.length + body.gone.length >= mostFiles) await this.flush();
  }

  /** Notes what an imported file covers, and how many of its lines are no record. */
  cover(log: Log, file: string, covers: Body['covers'], unreadable: number): void {
    const body = this.#body(log, file);
    body.covers = covers;
    body.unreadable += unreadable;
  }

  /** Records what waits, after what was given to be recorded before. */
  flush(): Promise<void> {
    const bodies = [...this.#waiting.values()];
    this.#waiting = new Map();
    this.#size = 0;
    this.#writing = this.#writing.then(() => this.#write(bodies));
    return this.#writing;
  }

  #body({ place, log }: Log, file: string | null): Body {
    const name = JSON.stringify([place.kind, place.id, log, file]);
    const known = this.#waiting.get(name);
    if (known) return known;
    const body: Body = {
      ...{ v: 1, place, log, file, rows: [], fetched: [], gone: [], unreadable: 0, covers: null },
    };
    this.#waiting.set(name, body);
    return body;
  }

  async #write(bodies: readonly Body[]): Promise<void> {
    if (bodies.length === 0) return;
    let recorded = 0;
    await this.#store.append(async (views) => {
      await requireImporter(views, this.#actor);
      const ids = bodies.flatMap(({ rows }) => rows.map(({ event_id }) => event_id));
      const known = new Set(await views.recordedEvents(ids));
      const drafts = bodies.flatMap((body): Draft[] => {
        const rows = body.rows.filter(({ event_id }) => !known.has(event_id) && known.add(event_id));
        recorded += rows.length;
        const saysMore = body.fetched.length + body.gone.length > 0 || body.covers !== null;
        if (rows.length === 0 && !saysMore) return [];
        return [
          {
            actor: this.#actor,
            subject: subjectOf(body),
            event: { kind: 'compliance.imported', body: { ...body, rows } },
          },
        ];
      });
      return drafts;
    });
    this.recorded += recorded;
  }
}
