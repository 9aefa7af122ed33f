import type { Area } from '../../domain/upgrade/rehearsal/area.ts';
import type { AreaObservation, Fact, Gap } from '../../domain/upgrade/rehearsal/observation.ts';

/** Collects by area what an observer sees. */
export class Collected {
  readonly #areas: Map<Area, { facts: Fact[]; gaps: Gap[]; errors: string[] }>;

  /** @param areas every area that the observer looks at: one without facts was seen too */
  constructor(areas: readonly Area[]) {
    this.#areas = new Map(areas.map((area) => [area, { facts: [], gaps: [], errors: [] }]));
  }

  facts(area: Area, facts: readonly Fact[]): void {
    this.#areas.get(area)?.facts.push(...facts);
  }

  gap(areas: readonly Area[], gap: Gap): void {
    for (const area of areas) this.#areas.get(area)?.gaps.push(gap);
  }

  error(areas: readonly Area[], message: string): void {
    for (const area of areas) this.#areas.get(area)?.errors.push(message);
  }

  get areas(): readonly AreaObservation[] {
    return [...this.#areas].map(([area, seen]) => ({ area, ...seen }));
  }
}
