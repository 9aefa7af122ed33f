import { canonicalJson } from '../../../domain/base/canonical-json.ts';
import { UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { bodiesOf, type CockpitEvent } from '../../../domain/history/entry/event.ts';
import type { QualityBody } from '../../../domain/metrics/events/quality.ts';
import type { FiguresBody } from '../../../domain/metrics/sources/activity-of-figures.ts';
import type { FigureHead } from '../../../domain/metrics/sources/figure-row.ts';
import type { Mapping } from '../../../domain/metrics/sources/mapping.ts';
import { noRollout } from '../../../domain/rollout/rollout.ts';
import type { Store } from '../../../store/connection/open.ts';
import { actingPerson } from '../../world/actor.ts';
import { authorize } from '../../world/authorize.ts';
import type { World } from '../../world/world.ts';

/** Rows in one entry. */
const batch = 500;

/** What one file or page says, to be recorded together. */
export type Figures = Partial<Omit<FiguresBody, 'v' | 'source'>> & {
  /** Figures of quality that the same file has, and the name of their source. */
  quality?: { name: string; rows: QualityBody['rows'] };
};

/** How many rows were recorded, and how many were there already, just as they are. */
export type RowCounts = { added: number; known: number };

/** Records figures of one source, each row once: what is there already is left out. */
export class FiguresRecorder {
  readonly #store: Store;
  readonly #source: FiguresBody['source'];
  readonly #actor: string;
  /** What is recorded beside rows of activity, such as limits: `of key` to its text. */
  readonly #known = new Map<string, string>();
  readonly #heads: FigureHead[] = [];

  private constructor(store: Store, source: FiguresBody['source'], actor: string) {
    this.#store = store;
    this.#source = source;
    this.#actor = actor;
  }

  /**
   * @throws UsageError without a rollout
   * @throws RefusedError without the role, before files are read or anything is fetched
   */
  static async open(world: World, store: Store, source: FiguresBody['source']): Promise<FiguresRecorder> {
    const actor = await actingPerson(world);
    if (!(await store.rollout())) throw noRollout();
    await authorize(store, actor, 'import metrics');
    const recorder = new FiguresRecorder(store, source, actor);
    for (const { body } of await store.figureHeads(source)) recorder.#learn(body);
    for (const { body } of bodiesOf(await store.entriesOfKind('quality.recorded'), 'quality.recorded'))
      if (body.source === 'code reviews') for (const row of body.rows) recorder.#take('quality', row);
    return recorder;
  }

  /** The entries of this source so far, oldest first, without their rows. */
  get heads(): readonly FigureHead[] {
    return this.#heads;
  }

  /** How the columns of files were read so far, oldest first. */
  get mappings(): readonly Mapping[] {
    return this.#heads.flatMap(({ mapping }) => mapping ?? []);
  }

  /** The places that were named, in the order in which they were first recorded. */
  get places(): readonly string[] {
    return [...new Set(this.#heads.map(({ place }) => place))].filter((place) => place !== '');
  }

  /**
   * The place of a file that does not say its own: the only one that is known, or none.
   *
   * @throws UsageError when several are known
   */
  placeOf(named: string | undefined, flag: string): string {
    if (named !== undefined) return cleanLine(named).slice(0, 200);
    const [first, ...others] = this.places;
    if (others.length > 0)
      throw new UsageError(
        `several places are known, and a file does not say its own: ${this.places.join(', ')}`,
        `Say of which it is: ${flag}`,
      );
    return first ?? '';
  }

  /**
   * The place by which figures of quality are told apart; empty for the first place, of which files without the name of
   * one are too.
   */
  qualityPlace(place: string): string {
    const [first = place] = this.places;
    return first === place ? '' : place;
  }

  /** Records what a file or a page says in one transaction. A page is recorded even without a new row. */
  async record({ quality, ...figures }: Figures): Promise<RowCounts> {
    const place = figures.place ?? '';
    const rows = await this.#newRows(place, figures.rows ?? []);
    const limits = (figures.limits ?? []).filter((row) => this.#isNew(`limit ${place}`, row));
    const found = (quality?.rows ?? []).filter((row) => this.#isNew('quality', row));
    const total = (figures.rows ?? []).length + (figures.limits ?? []).length + (quality?.rows ?? []).length;
    const added = rows.length + limits.length + found.length;
    const mapping = figures.mapping && this.#isNew('mapping', keyed(figures.mapping));
    const events: CockpitEvent[] = [];
    if (rows.length + limits.length > 0 || figures.page || mapping) {
      const parts = inBatches(rows);
      const seen = Object.entries(figures.seen ?? {});
      const share = Math.ceil(seen.length / parts.length);
      for (const [index, part] of parts.entries()) {
        const ofPart = Object.fromEntries(seen.slice(index * share, (index + 1) * share));
        const body = { ...this.#body(figures), rows: part, seen: ofPart };
        const isLast = index === parts.length - 1;
        // What is of the whole is recorded once, with the last rows.
        events.push({
          kind: 'figures.imported',
          body: isLast
            ? { ...body, limits }
            : { ...body, limits: [], mapping: null, page: null, unknown: {} },
        });
      }
    }
    if (quality)
      for (const part of inBatches(found))
        if (part.length > 0)
          events.push({
            kind: 'quality.recorded',
            body: { v: 1, source: 'code reviews', name: quality.name, rows: [...part] },
          });
    if (events.length > 0)
      await this.#store.append(async (views) => {
        if (!(await views.rollout())) throw noRollout();
        await authorize(views, this.#actor, 'import metrics');
        const subject = `figures/${this.#source}${place === '' ? '' : `/${place}`}`;
        return events.map((event) => ({ actor: this.#actor, subject, event }));
      });
    for (const { kind, body } of events)
      if (kind === 'figures.imported') {
        const { rows: _, ...head } = body;
        this.#learn(head);
      }
    for (const row of found) this.#take('quality', row);
    return { added, known: total - added };
  }

  #body(figures: Omit<Figures, 'quality'>): FiguresBody {
    return {
      ...{ v: 1, source: this.#source, place: '', file: null, rows: [], limits: [] },
      ...{ mapping: null, page: null, seen: {}, unknown: {} },
      ...figures,
    };
  }

  /** Those of some rows that are not recorded just so. */
  async #newRows(place: string, rows: FiguresBody['rows']): Promise<FiguresBody['rows']> {
    const fresh: FiguresBody['rows'] = [];
    for (const part of inBatches(rows)) {
      const keys = part.map(({ key }) => key);
      const known = await this.#store.knownFigures({ source: this.#source, place }, keys);
      for (const row of part) if (known.get(row.key) !== canonicalJson(row)) fresh.push(row);
    }
    return fresh;
  }

  #learn(head: FigureHead): void {
    this.#heads.push(head);
    for (const row of head.limits) this.#take(`limit ${head.place}`, row);
    if (head.mapping) this.#take('mapping', keyed(head.mapping));
  }

  #take(place: string, row: { key: string }): void {
    this.#known.set(`${place} ${row.key}`, canonicalJson(row));
  }

  #isNew(place: string, row: { key: string }): boolean {
    return this.#known.get(`${place} ${row.key}`) !== canonicalJson(row);
  }
}

const keyed = (mapping: NonNullable<FiguresBody['mapping']>) => ({
  key: JSON.stringify(mapping.header),
  ...mapping,
});

/** The rows in lists of at most 500; one empty list for none. */
function inBatches<T>(rows: readonly T[]): readonly T[][] {
  const count = Math.max(1, Math.ceil(rows.length / batch));
  return Array.from({ length: count }, (_, index) => rows.slice(index * batch, (index + 1) * batch));
}
