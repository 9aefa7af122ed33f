import { UsageError } from '../../base/errors.ts';
import { endsWithin } from '../../base/text/ends-within.ts';
import { AREAS, type Area } from './area.ts';
import type { Change, ComparedArea, Difference } from './compare.ts';
import { type Rule, type RuleTable, WEIGHTS, type Weight } from './rules.ts';
import { indexUses, type Use, type UseIndex, usesOf } from './subject.ts';
import type { TriedWitness } from './witness.ts';

/** A difference with what it means to the team. */
export type RatedDifference = Difference & {
  weight: Weight;
  /** The rule that says so; undefined where no rule speaks of it, which is a warning and never a note. */
  rule: { id: string; why: string; remedy: string } | undefined;
  /** The weight of the rule before the team replaced it, and why they did. */
  overridden: { from: Weight; reason: string } | undefined;
  /** The lines of the team's that use it. */
  uses: readonly Use[];
  /** Its witness, run on both CLIs; only of blockers. */
  tried?: TriedWitness;
  /** True when it was seen on the configuration of the team, or one of their lines uses it. */
  concernsTeam: boolean;
};

/** A compared area, rated. */
export type RatedArea = Omit<ComparedArea, 'differences'> & { differences: readonly RatedDifference[] };

/**
 * Rates differences by the rules: a difference that concerns the team weighs what the rule says of it, any other is
 * a note. The first rule that fits decides.
 *
 * @throws UsageError when a pattern of a rule does not come to an end
 */
export function rateAreas(
  areas: readonly ComparedArea[],
  { rules, uses }: { rules: RuleTable; uses: readonly Use[] },
): readonly RatedArea[] {
  const ruleOf = findRules(areas, rules.rules);
  const all = indexUses(uses);
  return areas.map((area) => ({
    ...area,
    differences: area.differences
      .map((difference) => rate(difference, ruleOf.get(difference), { table: rules, all }))
      .sort((one, other) => WEIGHTS.indexOf(one.weight) - WEIGHTS.indexOf(other.weight)),
  }));
}

/** Most milliseconds that all patterns of a table may take. */
const limitMs = 5000;

/** The rule of each difference that has one. A pattern of a team's own may backtrack without end. */
function findRules(areas: readonly ComparedArea[], rules: readonly Rule[]): ReadonlyMap<Difference, Rule> {
  let tried = '';
  const found = endsWithin(limitMs, () =>
    areas.flatMap(({ differences }) =>
      differences.flatMap((difference) => {
        const rule = rules.find((one) => {
          tried = one.id;
          return fits(one, difference);
        });
        return rule ? [[difference, rule] as const] : [];
      }),
    ),
  );
  if (!found)
    throw new UsageError(
      `a pattern of the rule "${tried}" did not come to an end`,
      'Write it without nested repetition.',
    );
  return new Map(found.result);
}

function rate(
  difference: Difference,
  rule: Rule | undefined,
  { table, all }: { table: RuleTable; all: UseIndex },
): RatedDifference {
  const uses = usesOf(difference.subjects, all);
  const concernsTeam = difference.ofTeam || uses.length > 0;
  const override = rule && table.overrides.find((one) => one.rule === rule.id);
  const weightOfRule = rule?.weight ?? 'warning';
  return {
    ...difference,
    weight: concernsTeam ? (override?.weight ?? weightOfRule) : 'note',
    rule: rule && { id: rule.id, why: rule.why, remedy: rule.remedy },
    overridden: override && concernsTeam ? { from: weightOfRule, reason: override.reason } : undefined,
    uses,
    concernsTeam,
  };
}

function fits(rule: Rule, { area, change, key, pin, candidate }: Difference): boolean {
  const fitsText = (pattern: RegExp | undefined, text: string | undefined) =>
    pattern === undefined || (text !== undefined && pattern.test(text));
  return (
    rule.area === area &&
    (rule.changes as readonly Change[]).includes(change) &&
    fitsText(rule.key, key) &&
    fitsText(rule.pin, pin) &&
    fitsText(rule.candidate, candidate)
  );
}

/** Areas whose rules were not written for this version: no rule there must not read as no problem. */
export function areasWithoutRules(table: RuleTable, covers: (range: string) => boolean): readonly Area[] {
  return (Object.keys(AREAS) as Area[]).filter((area) => {
    const written = table.written[area];
    return written === undefined || !covers(written);
  });
}
