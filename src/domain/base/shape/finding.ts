import type { Place } from '../documents/place.ts';

/**
 * What the CLI does with what was found. `refused`: it does not take the file. `ignored`: it continues as
 * if it were not there. `changed`: it takes it, and does something else than it says. `unknown`: an older
 * version refuses or ignores it, a newer one does not, and this one was not tried.
 */
export type Effect = 'refused' | 'ignored' | 'changed' | 'unknown';

/** One thing that is wrong with a policy file. */
export type Finding = {
  effect: Effect;
  place: Place;
  /** Dotted, such as `rules.prefix_rules[0].decision`; empty for the file as a whole. */
  field: string;
  message: string;
  remedy: string;
  /** Versions that know a key which this one does not: it is no mistyped one. */
  knownTo?: string;
};

export type Path = readonly (string | number)[];

/** A finding that has no place yet. `at` says which end of the pair it is about. */
export type PathFinding = Omit<Finding, 'place' | 'field'> & { path: Path; at: 'key' | 'value' };

/** `rules.prefix_rules[0]`; a name that is not a bare key is in quotes. */
export function formatField(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = /^[A-Za-z0-9_-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}
