import * as z from 'zod';
import { type LocatedYaml, parseLocatedYaml } from '../base/documents/located-yaml.ts';
import { formatPlace, type Place } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import type { Finding } from '../base/shape/finding.ts';
import { cleanLine } from '../base/text/clean.ts';
import { didYouMean, suggest } from '../base/text/suggest.ts';
import { isSamePerson } from '../people/person.ts';

const name = z.string().trim().min(1);

/** The form of a policy map; `data/schemas/policy-map.schema.json` is made from it. */
export const policyMapSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  groups: z
    .record(name, z.strictObject({ members: z.array(name).default([]).describe('email addresses') }))
    .describe('the groups of the workspace, by name'),
  rules: z
    .array(
      z.strictObject({
        group: name.describe('a group of this file'),
        policy: name.describe('requirements file, relative to this one'),
      }),
    )
    .default([])
    .describe('in order: the first rule whose group a user is in applies, whole and alone'),
  default: z
    .strictObject({ policy: name.describe('requirements file, relative to this one') })
    .optional()
    .describe('for everybody whom no rule matches'),
});

/** Which policy is meant for which group, as it is set up in the workspace. */
export type PolicyMap = {
  file: string;
  groups: ReadonlyMap<string, readonly string[]>;
  rules: readonly MapRule[];
  fallback: MapPolicy | undefined;
};

type MapPolicy = { policy: string; place: Place };

type MapRule = MapPolicy & { group: string };

/** Whose policy is looked up. */
export type Whom = { type: 'user'; email: string } | { type: 'group'; group: string };

/** The policy that applies, and the matching ones that do not. */
export type Lookup = {
  whom: Whom;
  groups: readonly string[];
  applies: { by: 'rule'; rule: MapRule } | ({ by: 'default' } & MapPolicy) | { by: 'nothing' };
  /** Rules that match too and come later: nothing is filled in from them. */
  passedOver: readonly MapRule[];
};

/** @throws UsageError naming file, line and field of what is wrong, a rule of an unknown group included */
export function parsePolicyMap(text: string, file: string): PolicyMap {
  const { value, placeOf } = parseLocatedYaml({ text, file }, policyMapSchema);
  const groups = new Map(Object.entries(value.groups).map(([group, { members }]) => [group, members]));
  const rules = value.rules.map(({ group, policy }, index) => {
    if (!groups.has(group)) throw unknownGroup(group, groups.keys(), { placeOf, index });
    return { group, policy, place: placeOf(['rules', index]) };
  });
  const fallback = value.default && { policy: value.default.policy, place: placeOf(['default']) };
  return { file, groups, rules, fallback };
}

/** Everyone whom a map names: its groups, then its users, each once. */
export function peopleOf({ groups }: PolicyMap): readonly Whom[] {
  const emails = new Map([...groups.values()].flat().map((email) => [email.toLowerCase(), email]));
  return [
    ...[...groups.keys()].map((group) => ({ type: 'group' as const, group })),
    ...[...emails.values()].map((email) => ({ type: 'user' as const, email })),
  ];
}

/**
 * A name that is no address is in no group, and would get the answer for everyone.
 *
 * @throws UsageError naming the address of the map that is nearest
 */
export function requireAddress(email: string, { groups }: PolicyMap): void {
  if (/^\S+@\S+$/.test(email)) return;
  const known = [...groups.values()].flat();
  const near =
    known.find((one) => one.toLowerCase().startsWith(`${email.toLowerCase()}@`)) ?? suggest(email, known);
  throw new UsageError(
    `--user ${cleanLine(email)}: this is not an email address`,
    near === undefined ? 'Write the address, or use --group NAME.' : `Did you mean ${near}?`,
  );
}

/**
 * The policy of a user or a group: the first rule that matches, whole and alone; nothing is filled in from
 * later ones (docs/codex-facts.md, "Cloud policies of groups").
 *
 * @throws UsageError for a group that the map does not have
 */
export function lookUpPolicy({ groups, rules, fallback }: PolicyMap, whom: Whom): Lookup {
  const isIn = (members: readonly string[], email: string) => members.some((one) => isSamePerson(one, email));
  const names =
    whom.type === 'group'
      ? [whom.group]
      : [...groups].filter(([, members]) => isIn(members, whom.email)).map(([group]) => group);
  if (whom.type === 'group' && !groups.has(whom.group)) throw unknownGroup(whom.group, groups.keys());
  const [rule, ...passedOver] = rules.filter(({ group }) => names.includes(group));
  const applies: Lookup['applies'] = rule
    ? { by: 'rule', rule }
    : fallback
      ? { by: 'default', ...fallback }
      : { by: 'nothing' };
  return { whom, groups: names, applies, passedOver };
}

function unknownGroup(
  group: string,
  known: Iterable<string>,
  rule?: { placeOf: LocatedYaml<unknown>['placeOf']; index: number },
): UsageError {
  const names = [...known];
  const where = rule
    ? `${formatPlace(rule.placeOf(['rules', rule.index, 'group']))}: rules[${rule.index}].group: `
    : '';
  return new UsageError(
    `${where}there is no group "${group}"${didYouMean(group, names)}`,
    `The groups are: ${names.join(', ') || 'none'}.`,
  );
}

/** A lookup with the policies read. */
export type PolicyLookup = Lookup & {
  map: string;
  /** The file that applies and its fields; undefined when nothing applies. */
  policy: { file: string; fields: Readonly<Record<string, unknown>> } | undefined;
  /** What the CLI would refuse, ignore or change in that file. */
  findings: readonly Finding[];
  /** Fields that a later, ignored rule sets and this policy does not: they stay open. */
  leftOpen: readonly { field: string; rule: string; file: string }[];
};

/** The fields that people may believe to be in effect, since a later rule sets them. */
export function fieldsLeftOpen(
  policy: Readonly<Record<string, unknown>>,
  later: readonly { rule: string; file: string; fields: Readonly<Record<string, unknown>> }[],
): PolicyLookup['leftOpen'] {
  return later.flatMap(({ rule, file, fields }) =>
    Object.keys(fields)
      .filter((field) => !Object.hasOwn(policy, field))
      .map((field) => ({ field, rule, file })),
  );
}
