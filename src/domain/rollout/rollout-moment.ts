import type { Artifact } from '../artifacts/artifact.ts';
import type { Person } from '../people/person.ts';
import type { SourceState } from '../plugins/sources/source-state.ts';
import type { DerivedPhase } from './derive-rollout.ts';
import type { Rollout } from './rollout.ts';

/** A rollout as it was at a moment, by the entries up to there. */
export type RolloutMoment = {
  /** RFC 3339. */
  moment: string;
  /** The last entry that counts; 0 when there was none yet. */
  entry: number;
  /** Undefined when there was none yet; then all else is empty. */
  rollout: Rollout | undefined;
  people: readonly Person[];
  phases: readonly DerivedPhase[];
  artifacts: readonly Artifact[];
  /** Sources of plugins that somebody decided about. */
  sources: readonly { source: string; state: SourceState }[];
};

/** Something that was one thing at a moment and another at a later one; null where it was not there. */
export type RolloutChange = { what: string; name: string; before: string | null; after: string | null };

/** What differs between two moments of a rollout. */
export function compareMoments(before: RolloutMoment, after: RolloutMoment): readonly RolloutChange[] {
  const [earlier, later] = [factsOf(before), factsOf(after)];
  const keys = new Set([...earlier.keys(), ...later.keys()]);
  return [...keys].flatMap((key) => {
    const [one, other] = [earlier.get(key), later.get(key)];
    const found = other ?? one;
    if (found === undefined || one?.value === other?.value) return [];
    return [{ what: found.what, name: found.name, before: one?.value ?? null, after: other?.value ?? null }];
  });
}

type Fact = { what: string; name: string; value: string };

/** Everything that may differ, in the order in which it is shown. */
function factsOf({ rollout, people, phases, artifacts, sources }: RolloutMoment): ReadonlyMap<string, Fact> {
  const fact = (what: string, name: string, value: string): Fact => ({ what, name, value });
  const facts = [
    ...(rollout
      ? [fact('rollout', 'pin', rollout.pin), fact('rollout', 'surfaces', rollout.surfaces.join(', '))]
      : []),
    ...people.flatMap(({ email, roles, keys }) => [
      fact('roles', email, roles.join(', ') || 'no role'),
      ...(keys.length > 0 ? [fact('SSH keys', email, keys.map(shortKey).join(', '))] : []),
    ]),
    ...phases.flatMap(({ id, state, gate, signOffs }) => [
      fact('phase', id, state),
      ...(gate ? [fact('gate', id, `${gate.decision} by ${gate.actor}, entry ${gate.seq}`)] : []),
      ...signOffs.map(({ role, person, seq }) =>
        fact('sign-off', `${id}, ${role}, ${person}`, `entry ${seq}`),
      ),
    ]),
    ...phases.flatMap(({ items }) => items.map(({ item, state }) => fact('item', item.id, state))),
    ...artifacts.map(({ id, state, approved, newest }) =>
      fact(
        'artifact',
        id,
        `${state}, revision ${newest?.revision ?? 0}${approved ? `, ${approved.revision} approved` : ''}`,
      ),
    ),
    ...sources.map(({ source, state }) => fact('source', source, state)),
  ];
  return new Map(facts.map((one) => [`${one.what} ${one.name}`, one]));
}

/** The end of the key itself, by which keys of one person are distinguished. */
function shortKey(key: string): string {
  return `…${(key.split(' ')[1] ?? key).slice(-12)}`;
}
