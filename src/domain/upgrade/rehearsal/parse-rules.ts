import { createHash } from 'node:crypto';
import semver from 'semver';
import * as z from 'zod';
import { type LocatedYaml, parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import { patternField } from '../../base/documents/pattern-field.ts';
import { formatPlace } from '../../base/documents/place.ts';
import { UsageError } from '../../base/errors.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { AREA_NAMES, type Area } from './area.ts';
import { type Rule, type RuleTable, WEIGHTS } from './rules.ts';

const id = z
  .string()
  .regex(/^[a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*$/, 'must be lower-case words, such as commands.gone');
const sentence = z.string().trim().min(1);
const pattern = patternField();

/** The form of `data/upgrade-rules.yaml` and of a team's own file. */
export const upgradeRulesSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  table: z.int().min(1).optional().describe('number of these rules, one more with every change of them'),
  written: z
    .partialRecord(
      z.enum(AREA_NAMES as [Area, ...Area[]]),
      z
        .string()
        .refine(
          (range) => semver.validRange(range) !== null,
          'must be a semver range such as >=0.140.0 <0.170.0',
        ),
    )
    .default({})
    .describe(
      'the candidate versions that the rules of an area were written for; others are said to have no rules',
    ),
  rules: z
    .array(
      z.strictObject({
        id: id.describe('name of the rule'),
        area: z.enum(AREA_NAMES as [Area, ...Area[]]).describe('what the difference was seen in'),
        changes: z
          .array(z.enum(['gone', 'new', 'changed']))
          .min(1)
          .describe('what became of what was seen on the pin'),
        key: pattern.optional().describe('regular expression: only what was looked at under such a name'),
        pin: pattern.optional().describe('regular expression: only where this was seen on the pin'),
        candidate: pattern
          .optional()
          .describe('regular expression: only where this was seen on the candidate'),
        weight: z.enum(WEIGHTS).describe('what such a difference weighs when it concerns the team'),
        why: sentence.describe('what it does to a team, in a sentence'),
        remedy: sentence.describe('what to do about it, in a sentence'),
      }),
    )
    .default([])
    .describe('the rules; the first that fits a difference decides'),
  overrides: z
    .array(
      z.strictObject({
        rule: z.string().min(1).describe('name of a rule'),
        weight: z.enum(WEIGHTS).describe('what it weighs for this team'),
        reason: sentence.describe('why'),
      }),
    )
    .default([])
    .describe("a team's own weights, each with a reason"),
});

type RuleFile = { text: string; file: string };

/**
 * Reads the rules that ship and those of a team. The team's rules come first, so that they decide.
 *
 * @throws UsageError naming file, line and field of what is wrong: a rule that is declared twice, an override of none
 */
export function parseRules(shipped: RuleFile, own?: RuleFile): RuleTable {
  const files = [...(own ? [own] : []), shipped].map((file) => parseLocatedYaml(file, upgradeRulesSchema));
  const known = new Map<string, string>();
  for (const { value, placeOf } of files)
    for (const [index, rule] of value.rules.entries()) {
      const place = formatPlace(placeOf(['rules', index]));
      const first = known.get(rule.id);
      if (first !== undefined)
        throw new UsageError(
          `${place}: rules[${index}].id: "${rule.id}" is declared twice, also at ${first}`,
        );
      known.set(rule.id, place);
    }
  return {
    version: files.at(-1)?.value.table ?? 1,
    digest: digestOf(own ? [shipped.text, own.text] : [shipped.text]),
    written: joinRanges(files.map(({ value }) => value.written)),
    rules: files.flatMap(({ value }) => value.rules.map(toRule)),
    overrides: files.flatMap((file) => overridesOf(file, [...known.keys()])),
  };
}

type Parsed = LocatedYaml<z.output<typeof upgradeRulesSchema>>;

function toRule({ key, pin, candidate, ...rule }: Parsed['value']['rules'][number]): Rule {
  return {
    ...rule,
    ...(key === undefined ? {} : { key: new RegExp(key, 'm') }),
    ...(pin === undefined ? {} : { pin: new RegExp(pin, 'm') }),
    ...(candidate === undefined ? {} : { candidate: new RegExp(candidate, 'm') }),
  };
}

function overridesOf({ value, placeOf }: Parsed, known: readonly string[]): RuleTable['overrides'] {
  const seen = new Set<string>();
  for (const [index, { rule }] of value.overrides.entries()) {
    const refuse = (what: string) =>
      new UsageError(
        `${formatPlace(placeOf(['overrides', index, 'rule']))}: overrides[${index}].rule: ${what}`,
      );
    if (!known.includes(rule)) throw refuse(`there is no rule "${rule}"${didYouMean(rule, known)}`);
    if (seen.has(rule)) throw refuse(`"${rule}" has a weight already`);
    seen.add(rule);
  }
  return value.overrides;
}

/** SHA-256 of one text; of several, that over their digests. */
function digestOf(texts: readonly string[]): string {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const [only = '', ...others] = texts.map(sha256);
  return others.length === 0 ? only : sha256([only, ...others].join('\n'));
}

/** A version is written for where one of the files says so. */
function joinRanges(all: readonly RuleTable['written'][]): RuleTable['written'] {
  return Object.fromEntries(
    AREA_NAMES.flatMap((area) => {
      const ranges = all.flatMap((written) => written[area] ?? []);
      return ranges.length === 0 ? [] : [[area, ranges.join(' || ')]];
    }),
  );
}
