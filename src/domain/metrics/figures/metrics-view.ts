import type { Activity, ActivitySource, Measure, RecordedActivity } from '../activity.ts';
import { overlaps, pointsOf, windowBefore } from '../days.ts';
import type { Quality } from '../metric-set.ts';
import { dimensionsOf, type Grouping, isIn, type Member, Places, scopeParts } from '../scope.ts';
import type { MetricsView, Paired, Scope, Window, Withheld } from '../view.ts';
import { adoptionFigures, measureOf } from './adoption-figures.ts';
import { countOnce } from './count-once.ts';
import { pair, qualityScope } from './pairing.ts';
import { type CountedQuality, countQuality, qualityFigures } from './quality-figures.ts';
import { Tally } from './tally.ts';

/** Everything that the figures of a view are made of. */
export type MetricRows = {
  activity: RecordedActivity;
  quality: readonly Quality[];
  /** Who belongs to which team, in the order in which it was recorded. */
  members: readonly Member[];
};

/** Which figures are asked for. */
export type ViewRequest = { window: Window; scope: Scope; by?: Grouping | undefined };

/** The figures of a scope, and of each group in it, each adoption beside quality or withheld (pairing.ts). */
export function metricsView(rows: MetricRows, { window, scope: named, by }: ViewRequest): MetricsView {
  const reach = { from: windowBefore(window).from, to: window.to };
  const activity = rows.activity.rows.filter((row) => overlaps(row, reach)).map(withTotal);
  const quality = rows.quality.filter((row) => overlaps(row, reach));
  const written = [...activity, ...quality].map(({ repository }) => repository);
  const places = new Places(rows.members, named.repository ? [...written, named.repository] : written);
  const scope = places.scopeOf(named);
  const groups = new Groups(scope, by, places);
  for (const ofSource of Map.groupBy(activity, ({ source }) => source).values()) groups.addActivity(ofSource);
  groups.addQuality(countQuality(quality));
  const asked = { window, points: pointsOf(window) };
  const pairOf = (group: Group): Paired | Withheld =>
    pair({
      ...{ scope: group.scope, window },
      quality: qualityFigures(group.quality, asked),
      adoption: adoptionFigures(group.tallies, { ...asked, spans: rows.activity.spans }),
    });
  return { window, groups: groups.all().map(pairOf) };
}

function withTotal(row: Activity): Activity {
  const { total_tokens, input_tokens, output_tokens } = row.measures;
  if (total_tokens !== undefined || input_tokens === undefined || output_tokens === undefined) return row;
  return { ...row, measures: { ...row.measures, total_tokens: input_tokens + output_tokens } };
}

type Group = { scope: Scope; tallies: Map<ActivitySource, Tally>; quality: CountedQuality[] };

const counted: readonly Measure[] = ['users', ...Object.values(measureOf)];

/** What says that a person was active: the first that a source states of persons. */
const active = ['turns', 'tasks_started', 'requests', 'sessions'] as const satisfies readonly Measure[];

/** The scope, and each group in it. */
class Groups {
  readonly #whole: Group;
  readonly #part: keyof Scope | undefined;
  readonly #parts = new Map<string, Group>();
  readonly #places: Places;

  constructor(scope: Scope, by: Grouping | undefined, places: Places) {
    this.#whole = newGroup(scope);
    this.#part = by && scopeParts[by];
    this.#places = places;
  }

  /** @param rows all of one source */
  addActivity(rows: readonly Activity[]): void {
    this.#tally(rows, this.#whole.scope, () => this.#whole);
    const part = this.#part;
    if (part === undefined) return;
    const { scope } = this.#whole;
    this.#tally(rows, { ...scope, [part]: scope[part] ?? '' }, ({ [part]: name }) => this.#partOf(name));
  }

  addQuality(rows: readonly CountedQuality[]): void {
    const scope = qualityScope(this.#whole.scope);
    for (const row of rows) {
      const place = this.#places.ofQuality(row.row);
      if (!isIn(place, scope)) continue;
      this.#whole.quality.push(row);
      if (this.#part !== undefined) this.#partOf(place[this.#part])?.quality.push(row);
    }
  }

  /** The whole, then its parts by name; what belongs to none comes last. */
  all(): readonly Group[] {
    const parts = [...this.#parts].sort(([one], [other]) => {
      if (one === '' || other === '') return one === '' ? 1 : -1;
      return one < other ? -1 : 1;
    });
    // Quality has no surface, so that each surface stands beside that of the whole.
    const { quality } = this.#whole;
    return [
      this.#whole,
      ...parts.map(([, group]) => (this.#part === 'surface' ? { ...group, quality } : group)),
    ];
  }

  /** Adds up rows that tell apart what `asked` names, each work once, in the group that each belongs to. */
  #tally(rows: readonly Activity[], asked: Scope, groupAt: (place: Scope) => Group | undefined): void {
    const needs = dimensionsOf(asked);
    const ofPeople = [...new Set([...needs, 'person' as const])];
    const levelled = rows.filter(({ level }) => level !== undefined);
    const people = (measure: Measure) => countOnce(levelled, { measure, needs: ofPeople }).filter(isOfPerson);
    const says = active.find(
      (measure) =>
        rows.some((row) => !row.level && isOfPerson(row) && row.measures[measure] !== undefined) ||
        people(measure).length > 0,
    );
    const tallyAt = (row: Activity) => {
      const place = this.#places.ofActivity(row);
      const group = isIn(place, this.#whole.scope) ? groupAt(place) : undefined;
      return group && tallyOf(group, row.source);
    };
    // Most rows say each work once: these are passed through once for all measures.
    for (const row of rows) {
      if (row.level) continue;
      const tally = tallyAt(row);
      if (!tally) continue;
      for (const measure of counted) if (row.measures[measure] !== undefined) tally.add(measure, row);
      if (says && isOfPerson(row) && row.measures[says] !== undefined) tally.addPerson(says, row);
    }
    if (levelled.length === 0) return;
    for (const measure of counted)
      for (const row of countOnce(levelled, { measure, needs })) tallyAt(row)?.add(measure, row);
    for (const row of says ? people(says) : []) if (says) tallyAt(row)?.addPerson(says, row);
  }

  #partOf(name: string | undefined): Group | undefined {
    if (name === undefined || this.#part === undefined) return undefined;
    const group = this.#parts.get(name) ?? newGroup({ ...this.#whole.scope, [this.#part]: name });
    this.#parts.set(name, group);
    return group;
  }
}

const isOfPerson = ({ person, from, to }: Activity) => person !== '' && from === to;

function tallyOf({ tallies }: Group, source: ActivitySource): Tally {
  const tally = tallies.get(source) ?? new Tally();
  tallies.set(source, tally);
  return tally;
}

function newGroup(scope: Scope): Group {
  return { scope, tallies: new Map(), quality: [] };
}
