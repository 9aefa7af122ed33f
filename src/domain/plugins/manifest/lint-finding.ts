import { didYouMean } from '../../base/text/suggest.ts';
import { safeName } from './name.ts';

/**
 * Something that is wrong with a manifest, with the file and the field. `blocker`: while the marketplace is
 * configured, the CLI lists and installs no plugin of any marketplace. `fail`: it refuses or skips this plugin.
 */
export type LintFinding = {
  severity: 'blocker' | 'fail' | 'warn';
  /** The name of the entry that it is about; null where it is about the marketplace. */
  plugin: string | null;
  place: string;
  text: string;
};

/** Whether the CLI refuses something for a finding. */
export function isRefusal({ severity }: Pick<LintFinding, 'severity'>): boolean {
  return severity !== 'warn';
}

/**
 * Whether a refusal matters now: it is of the whole marketplace, it breaks the CLI for all plugins, or the plugin is in
 * use. An entry that the CLI refuses and that nobody uses cannot load.
 *
 * @param inUse ids of the plugins that are installed or enabled
 */
export function isRefusalInUse(
  finding: Pick<LintFinding, 'severity' | 'plugin'>,
  source: string,
  inUse: ReadonlySet<string>,
): boolean {
  const { severity, plugin } = finding;
  return (
    isRefusal(finding) && (severity === 'blocker' || plugin === null || inUse.has(`${plugin}@${source}`))
  );
}

/** A field of a wrong kind, and the kind that it must be, in words. */
type WrongKind = { field: string; words: string };

export type Table = Readonly<Record<string, unknown>>;

/** What lint says of the fields of one file. */
export type Say = (severity: LintFinding['severity'], field: string, text: string) => LintFinding;

export const sayIn =
  (file: string): Say =>
  (severity, field, text) => ({
    severity,
    plugin: null,
    place: field === '' ? file : `${file}: ${field}`,
    text,
  });

/** What a value must be for the CLI, in words, and whether it is. */
export type Kind = { words: string; has: (value: unknown) => boolean };

const isText = (value: unknown): boolean => typeof value === 'string' && value.isWellFormed();

export const kinds = {
  text: { words: 'a text', has: isText },
  textOrNull: { words: 'a text', has: (value) => value === null || isText(value) },
  texts: { words: 'a list of texts', has: (value) => Array.isArray(value) && value.every(isText) },
  list: { words: 'a list', has: Array.isArray },
  object: { words: 'an object', has: (value) => asTable(value) !== undefined },
  objectOrNull: { words: 'an object', has: (value) => value === null || asTable(value) !== undefined },
} as const satisfies Record<string, Kind>;

/** The members of an object that are not of the kind that the CLI reads; one that is absent is no matter. */
export function wrongKinds(
  table: Table,
  prefix: string,
  expected: Readonly<Record<string, Kind>>,
): WrongKind[] {
  return Object.entries(expected)
    .filter(([key, { has }]) => table[key] !== undefined && !has(table[key]))
    .map(([key, { words }]) => ({ field: `${prefix}${key}`, words }));
}

/** The fields that the CLI does not know, with the nearest that it does. */
export function unknownFields(
  say: Say,
  prefix: string,
  table: Table,
  known: readonly string[],
): LintFinding[] {
  return Object.keys(table)
    .filter((key) => !known.includes(key))
    .map((key) => {
      return say(
        'warn',
        `${prefix}${safeName(key)}`,
        `unknown field, which the CLI ignores${didYouMean(safeName(key), known)}`,
      );
    });
}

/** Says that a value is not one of those that are allowed, with the nearest one. */
export function noneOf(value: unknown, allowed: readonly string[]): string {
  const text = safeName(String(value));
  return `"${text}" is not one of ${allowed.join(', ')}${didYouMean(text, allowed)}`;
}

/** The value as an object; undefined for anything else, a list included. */
export function asTable(value: unknown): Table | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

/** A JSON object; undefined for any other text. */
export function parseTable(text: string): Table | undefined {
  try {
    return asTable(JSON.parse(text));
  } catch {
    return undefined;
  }
}
