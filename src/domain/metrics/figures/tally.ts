import type { Activity, Measure } from '../activity.ts';
import { dayNumber } from '../days.ts';

/** A measure by one source in one scope, by day. The numbers of rows of several days are spread over them evenly. */
export class Count {
  readonly days = new Map<number, number>();
  readonly estimated = new Set<number>();
  readonly entries = new Set<number>();
  /** First and last days of the rows of several days. */
  readonly stretches: [number, number][] = [];

  add({ from, to, grade, seq }: Activity, value: number): void {
    const [first, last] = [dayNumber(from), dayNumber(to)];
    this.entries.add(seq);
    if (last > first) this.stretches.push([first, last]);
    for (let day = first; day <= last; day += 1) {
      this.days.set(day, (this.days.get(day) ?? 0) + value / (last - first + 1));
      if (grade === 'estimated') this.estimated.add(day);
    }
  }
}

/** What one source counted in one scope. */
export class Tally {
  readonly counts = new Map<Measure, Count>();
  /** The people who were active on each day; a row of several days does not say on which. */
  readonly people = new Map<number, Set<string>>();
  readonly peopleEntries = new Set<number>();

  add(measure: Measure, row: Activity): void {
    const count = this.counts.get(measure) ?? new Count();
    this.counts.set(measure, count);
    count.add(row, row.measures[measure] ?? 0);
  }

  /** @param measure what somebody has some of who was active */
  addPerson(measure: Measure, { person, from, to, seq, measures }: Activity): void {
    if (person === '' || from !== to) return;
    this.peopleEntries.add(seq);
    const people = this.people.get(dayNumber(from)) ?? new Set();
    this.people.set(dayNumber(from), people);
    if ((measures[measure] ?? 0) > 0) people.add(person);
  }
}
