import type { RecordedCheck } from '../recorded.ts';
import { SEVERITIES, type Verdict } from '../verdict.ts';

/** A field in which two results of a check differ; undefined where a result does not have it. */
export type FindingChange = {
  field: 'verdict' | 'summary' | 'expected' | 'actual';
  before: string | undefined;
  after: string | undefined;
};

const fields = [
  'verdict',
  'summary',
  'expected',
  'actual',
] as const satisfies readonly FindingChange['field'][];

/** What differs between two results of a check. How long they took and what they printed is not compared. */
export function compareFindings(before: RecordedCheck, after: RecordedCheck): readonly FindingChange[] {
  return fields
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, before: before[field], after: after[field] }));
}

/**
 * What the results of a check on the pin and on a candidate come to, the weightiest first. `unknown`: one of them could
 * not be carried out, or only one of them has an answer, so that nothing can be said. `different`: the same verdict with
 * another finding.
 */
export const COMPARISONS = [
  'worse',
  'unknown',
  'only on the pin',
  'only on the candidate',
  'different',
  'better',
  'same',
] as const;

export type Comparison = (typeof COMPARISONS)[number];

/** A check with its results on the pin and on a candidate. */
export type ComparedCheck = {
  check: string;
  comparison: Comparison;
  pin: RecordedCheck | undefined;
  candidate: RecordedCheck | undefined;
  /** What differs between them; empty where one is missing. */
  changes: readonly FindingChange[];
};

/** Compares the results of checks on the pin with those on a candidate, differences first. */
export function compareRuns(
  pin: readonly RecordedCheck[],
  candidate: readonly RecordedCheck[],
): readonly ComparedCheck[] {
  const [here, there] = [byCheck(pin), byCheck(candidate)];
  return [...new Set([...here.keys(), ...there.keys()])]
    .map((check) => compareResults(check, here.get(check), there.get(check)))
    .sort((one, other) => rank(one) - rank(other) || severity(one) - severity(other));
}

const byCheck = (checks: readonly RecordedCheck[]) => new Map(checks.map((one) => [one.check, one]));

function compareResults(
  check: string,
  pin: RecordedCheck | undefined,
  candidate: RecordedCheck | undefined,
): ComparedCheck {
  const changes = pin && candidate ? compareFindings(pin, candidate) : [];
  return { check, comparison: weigh(pin, candidate, changes), pin, candidate, changes };
}

// Verdicts that answer the question of a check, from worst to best.
const answers: readonly Verdict[] = ['fail', 'warn', 'pass'];

function weigh(
  pin: RecordedCheck | undefined,
  candidate: RecordedCheck | undefined,
  changes: readonly FindingChange[],
): Comparison {
  if (!candidate) return 'only on the pin';
  if (!pin) return 'only on the candidate';
  // Two errors look the same, and nothing was compared.
  if (pin.verdict === 'error' || candidate.verdict === 'error') return 'unknown';
  if (pin.verdict === candidate.verdict) return changes.length === 0 ? 'same' : 'different';
  const [before, after] = [answers.indexOf(pin.verdict), answers.indexOf(candidate.verdict)];
  if (before < 0 || after < 0) return 'unknown';
  return after < before ? 'worse' : 'better';
}

const rank = ({ comparison }: ComparedCheck) => COMPARISONS.indexOf(comparison);

function severity({ pin, candidate }: ComparedCheck): number {
  const known = candidate ?? pin;
  return known ? SEVERITIES.indexOf(known.severity) : SEVERITIES.length;
}

/** How many checks each comparison has, in words: `2 worse`, `41 same`. */
export function describeComparisons(checks: readonly ComparedCheck[]): readonly string[] {
  const counts = Map.groupBy(checks, ({ comparison }) => comparison);
  return COMPARISONS.flatMap((one) => {
    const count = counts.get(one)?.length ?? 0;
    return count === 0 ? [] : [`${count} ${one}`];
  });
}
