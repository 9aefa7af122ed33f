import { cleanLine } from '../base/text/clean.ts';
import { personKey } from '../people/person.ts';
import type { Activity, Dimension } from './activity.ts';
import type { Quality } from './metric-set.ts';
import { RepositoryNames } from './repository-names.ts';
import type { Scope } from './view.ts';

/** To whom a person belongs; empty texts say to none. */
export type Member = { person: string; team: string; costCentre: string };

/** By what a view can be divided. */
export const GROUPINGS = ['team', 'cost-centre', 'repository', 'surface'] as const;

export type Grouping = (typeof GROUPINGS)[number];

/** The part of a scope that a grouping names. */
export const scopeParts = {
  team: 'team',
  'cost-centre': 'costCentre',
  repository: 'repository',
  surface: 'surface',
} as const satisfies Record<Grouping, keyof Scope>;

/** Where a row belongs. An absent part cannot be told for it, so that it is only in scopes that do not ask for it. */
export type Place = Scope;

/** Says where rows belong: to which team and cost centre, and under which name of a repository. */
export class Places {
  readonly #members = new Map<string, Member>();
  /** Cost centres of the people of each team. */
  readonly #centres = new Map<string, ReadonlySet<string>>();
  readonly #repositories: RepositoryNames;

  /**
   * @param members in the order in which they were recorded: the newest line of a person counts
   * @param repositories the names that rows have
   */
  constructor(members: Iterable<Member>, repositories: Iterable<string>) {
    for (const member of members) this.#members.set(personKey(member.person), member);
    const byTeam = Map.groupBy(this.#members.values(), ({ team }) => team);
    for (const [team, people] of byTeam)
      this.#centres.set(
        team,
        new Set(people.map(({ costCentre }) => costCentre).filter((one) => one !== '')),
      );
    this.#repositories = new RepositoryNames(repositories);
  }

  /** Of a row that says what the scope asks for (`dimensionsOf`). */
  ofActivity({ person, repository, surface }: Activity): Place {
    const name = this.#repositories.nameOf(repository);
    const { team = '', costCentre = '' } = this.#members.get(personKey(person)) ?? {};
    return { team, costCentre, repository: name, surface };
  }

  /**
   * What names no team or no repository is about the whole. A team is of a cost centre when its people have that one
   * alone.
   */
  ofQuality({ team, repository }: Quality): Place {
    const [costCentre, ...others] = (team === '' ? undefined : this.#centres.get(team)) ?? [];
    return {
      team: team === '' ? undefined : team,
      costCentre: others.length > 0 ? undefined : costCentre,
      repository: repository === '' ? undefined : this.#repositories.nameOf(repository),
    };
  }

  /** A scope with its repository named as the rows are. */
  scopeOf(scope: Scope): Scope {
    const { repository } = scope;
    return repository ? { ...scope, repository: this.#repositories.nameOf(repository) } : scope;
  }
}

/** The people as they are now, by address: the newest line of each. */
export function newestMembers(members: Iterable<Member>): readonly Member[] {
  const newest = new Map<string, Member>();
  for (const member of members) newest.set(personKey(member.person), member);
  return [...newest.values()].sort((one, other) => (one.person < other.person ? -1 : 1));
}

const dimensions = {
  team: 'person',
  costCentre: 'person',
  repository: 'repository',
  surface: 'surface',
} as const satisfies Record<keyof Scope, Dimension>;

/** By what rows have to be told apart to say which of them are in a scope. */
export function dimensionsOf(scope: Scope): readonly Dimension[] {
  const parts = Object.values(scopeParts).filter((part) => scope[part] !== undefined);
  return [...new Set(parts.map((part) => dimensions[part]))];
}

/** Whether what is at a place belongs to a scope. */
export function isIn(place: Place, scope: Scope): boolean {
  return Object.values(scopeParts).every((part) => scope[part] === undefined || scope[part] === place[part]);
}

/** Whose figures they are: `everybody`, `team payments`, `no team`, `repository github.com/acme/web`. */
export function describeScope({ team, costCentre, repository, surface }: Scope): string {
  const parts = [
    part('team', team),
    part('cost centre', costCentre),
    part('repository', repository),
    part('surface', surface),
  ];
  return parts.filter((one) => one !== undefined).join(', ') || 'everybody';
}

function part(kind: string, name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  return name === '' ? `no ${kind}` : `${kind} ${cleanLine(name)}`;
}
