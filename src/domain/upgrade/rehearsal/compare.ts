import { AREA_NAMES, type Area } from './area.ts';
import type { AreaObservation, Fact, Gap, Observation } from './observation.ts';
import type { Subject } from './subject.ts';
import type { WitnessScript } from './witness.ts';

/** What became of a fact of the pin on the candidate. */
export type Change = 'gone' | 'new' | 'changed';

/** One thing in which the candidate is not like the pin. */
export type Difference = {
  /** Stable while the versions are the same: `commands: codex mcp-server`. */
  id: string;
  area: Area;
  key: string;
  /** The sessions that it was seen in, where several were started. */
  where: readonly string[];
  change: Change;
  /** What was seen on the pin; undefined when it is new. */
  pin: string | undefined;
  /** What was seen on the candidate; undefined when it is gone. */
  candidate: string | undefined;
  subjects: readonly Subject[];
  ofTeam: boolean;
  witness: WitnessScript | undefined;
  raw: { pin: string | undefined; candidate: string | undefined };
};

/** An area as both CLIs were seen in it. */
export type ComparedArea = {
  area: Area;
  /** Facts that were looked at on both. */
  compared: number;
  differences: readonly Difference[];
  /** What was not compared, and on which of the two. */
  gaps: readonly (Gap & { on: 'pin' | 'candidate' | 'both' })[];
  errors: readonly { on: 'pin' | 'candidate'; message: string }[];
};

/**
 * Compares what was seen of two CLIs, area by area. An area that one of them was not seen in is an error, and what is
 * missing on one side only because something failed there is no difference.
 */
export function compareObservations(pin: Observation, candidate: Observation): readonly ComparedArea[] {
  return AREA_NAMES.flatMap((area) => {
    const [before, after] = [areaOf(pin, area), areaOf(candidate, area)];
    return before || after ? [compareArea(area, before, after)] : [];
  });
}

function areaOf({ areas }: Observation, area: Area): AreaObservation | undefined {
  const parts = areas.filter((one) => one.area === area);
  if (parts.length === 0) return undefined;
  return {
    area,
    facts: parts.flatMap(({ facts }) => facts),
    gaps: parts.flatMap(({ gaps }) => gaps),
    errors: parts.flatMap(({ errors }) => errors),
  };
}

function compareArea(
  area: Area,
  pin: AreaObservation | undefined,
  candidate: AreaObservation | undefined,
): ComparedArea {
  const [before, after] = [factsOf(pin), factsOf(candidate)];
  const places = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differences = places.flatMap((place): Difference[] => {
    const [was, is] = [before.get(place), after.get(place)];
    if (was && is) return isSame(was, is) ? [] : [differ(area, 'changed', was, is)];
    if (was) return hidesNothing(candidate, was) ? [differ(area, 'gone', was, undefined)] : [];
    return is && hidesNothing(pin, is) ? [differ(area, 'new', undefined, is)] : [];
  });
  const all = [...before.values(), ...after.values()];
  return {
    area,
    compared: places.filter((place) => before.has(place) && after.has(place)).length,
    differences: foldSessions(
      foldParts(differences, all),
      new Set(all.filter(({ amount }) => amount).map(({ key }) => key)),
    ),
    gaps: mergeGaps(pin?.gaps ?? [], candidate?.gaps ?? []),
    errors: [...errorsOf(pin, 'pin'), ...errorsOf(candidate, 'candidate')],
  };
}

const factsOf = (seen: AreaObservation | undefined): ReadonlyMap<string, Fact> =>
  new Map(seen?.facts.map((fact) => [`${fact.key}\n${fact.where ?? ''}`, fact]));

/** False where a fact that is not there says nothing: it may be in a part, or a session, that was not seen. */
function hidesNothing(seen: AreaObservation | undefined, { where }: Fact): boolean {
  if (!seen || seen.errors.length > 0 || seen.gaps.some(({ hidesAll }) => hidesAll)) return false;
  return where === undefined || seen.gaps.every((gap) => gap.where !== where);
}

/** Leaves out what went or came only because it is a part of something that did, and says there who used it. */
function foldParts(differences: readonly Difference[], facts: readonly Fact[]): readonly Difference[] {
  const wholes = new Map(facts.flatMap(({ key, partOf }) => (partOf === undefined ? [] : [[key, partOf]])));
  const differing = new Set(differences.map(({ key }) => key));
  const wholeOf = (key: string): string => {
    const whole = wholes.get(key);
    return whole !== undefined && differing.has(whole) ? wholeOf(whole) : key;
  };
  const isPart = ({ key, change }: Difference) => change !== 'changed' && wholeOf(key) !== key;
  const parts = Map.groupBy(differences.filter(isPart), ({ key }) => wholeOf(key));
  return differences
    .filter((one) => !isPart(one))
    .map((one) => {
      const own = parts.get(one.key) ?? [];
      return {
        ...one,
        subjects: [...one.subjects, ...own.flatMap(({ subjects }) => subjects)],
        ofTeam: one.ofTeam || own.some(({ ofTeam }) => ofTeam),
      };
    });
}

/**
 * Makes one difference of those that sessions share. An amount differs in each session: the first one is shown.
 *
 * @param amounts keys of facts that are amounts
 */
function foldSessions(
  differences: readonly Difference[],
  amounts: ReadonlySet<string>,
): readonly Difference[] {
  const folded = new Map<string, Difference>();
  for (const one of differences) {
    const { key, change, pin, candidate } = one;
    const shared = JSON.stringify([key, change, ...(amounts.has(key) ? [] : [pin, candidate])]);
    const first = folded.get(shared);
    folded.set(
      shared,
      first
        ? {
            ...first,
            where: [...first.where, ...one.where],
            subjects: [...first.subjects, ...one.subjects],
            ofTeam: first.ofTeam || one.ofTeam,
            witness: first.witness ?? one.witness,
          }
        : one,
    );
  }
  const all = [...folded.values()];
  // Sessions that differ in different ways need ids of their own.
  return all.map((one) =>
    all.some((other) => other !== one && other.key === one.key) && one.where[0] !== undefined
      ? { ...one, id: `${one.id} (${one.where[0]})` }
      : one,
  );
}

function isSame(was: Fact, is: Fact): boolean {
  if (!was.amount || !is.amount) return was.value === is.value;
  const [less = 0, more = 0] = [was.amount.value, is.amount.value].sort((one, other) => one - other);
  return more <= 1.5 * less || more - less <= was.amount.leeway;
}

function differ(area: Area, change: Change, was: Fact | undefined, is: Fact | undefined): Difference {
  const key = (was ?? is)?.key ?? '';
  return {
    id: `${area}: ${key}`,
    area,
    key,
    where: [was?.where ?? is?.where].filter((where) => where !== undefined),
    change,
    pin: was?.value,
    candidate: is?.value,
    subjects: [...(was?.subjects ?? []), ...(is?.subjects ?? [])],
    ofTeam: (was?.ofTeam ?? is?.ofTeam) === true,
    witness: was?.witness ?? undefined,
    raw: { pin: was?.raw, candidate: is?.raw },
  };
}

function mergeGaps(pin: readonly Gap[], candidate: readonly Gap[]): ComparedArea['gaps'] {
  const text = ({ what, reason }: Gap) => `${what}\n${reason}`;
  const [here, there] = [new Set(pin.map(text)), new Set(candidate.map(text))];
  return [
    ...pin.map((gap) => ({ ...gap, on: there.has(text(gap)) ? ('both' as const) : ('pin' as const) })),
    ...candidate.filter((gap) => !here.has(text(gap))).map((gap) => ({ ...gap, on: 'candidate' as const })),
  ];
}

function errorsOf(seen: AreaObservation | undefined, on: 'pin' | 'candidate'): ComparedArea['errors'] {
  if (!seen) return [{ on, message: 'it was not looked at' }];
  return seen.errors.map((message) => ({ on, message }));
}
