import type * as z from 'zod';
import { canonicalJson } from '../../base/canonical-json.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { capturedRunBodies, ReviewPack } from '../events.ts';
import type { EnvelopeVerdict } from './envelope.ts';
import type { Provenance } from './record.ts';
import {
  PROVENANCE_TYPE,
  provenanceStatement,
  type Statement,
  TEST_RESULT_TYPE,
  testResultStatement,
} from './statement.ts';

/** What is recorded of a verification. */
export type VerifiedProvenance = z.output<ReturnType<(typeof capturedRunBodies)['provenance.verified']>>;

/** One thing that was compared: the same, different, or out of reach and why. */
export type CheckedLine = VerifiedProvenance['checked'][number];

/** What was found at a place where something recorded should be. */
export type Reached =
  | { type: 'digest'; sha256: string; place: string }
  /** It is not there, though its place is. */
  | { type: 'gone'; place: string }
  | { type: 'unreachable'; why: string };

/** Most lines about files that differ; the rest is counted. */
const mostLines = 100;

/**
 * Compares a recorded digest with what was found at the places where the content may be. One place with the same content
 * is enough: a file may have been changed since in another one.
 *
 * @param recorded null for a file that was deleted
 */
export function judgeDigest(what: string, recorded: string | null, places: readonly Reached[]): CheckedLine {
  const isSame = (one: Reached) =>
    one.type === 'digest' ? one.sha256 === recorded : one.type === 'gone' && recorded === null;
  const reached = places.filter((one) => one.type !== 'unreachable');
  const same = reached.find(isSame);
  const line = (result: CheckedLine['result'], detail: string) => ({
    what: cleanLine(what),
    result,
    detail: cleanLine(detail),
  });
  if (same) return line('same', same.place);
  if (reached.length > 0) return line('different', reached.map(describe).join('; '));
  const reasons = places.flatMap((one) => (one.type === 'unreachable' ? [one.why] : []));
  return line('unreachable', [...new Set(reasons)].join('; ') || 'there is no place to look');
}

function describe(found: Exclude<Reached, { type: 'unreachable' }>): string {
  return found.type === 'gone' ? `${found.place}: it is not there` : `${found.place}: other content`;
}

/**
 * Lines about many files that were compared in the same way: those that differ one by one, at most 100, and one line
 * each for those that are the same and those out of reach.
 */
export function joinLines(what: string, lines: readonly CheckedLine[]): readonly CheckedLine[] {
  const [first, ...more] = lines;
  if (first === undefined || more.length === 0) return lines;
  const of = (wanted: CheckedLine['result']) => lines.filter(({ result }) => result === wanted);
  const different = of('different');
  const joined = (['same', 'unreachable'] as const).flatMap((result) => {
    const found = of(result);
    const details = [...new Set(found.map(({ detail }) => detail))];
    return found.length === 0
      ? []
      : [
          {
            what: `${what}: ${found.length} of ${lines.length}`,
            result,
            detail: details.slice(0, 3).join('; '),
          },
        ];
  });
  const left = different.length - mostLines;
  return [
    ...different.slice(0, mostLines),
    ...(left > 0
      ? [{ what: `${what}: ${left} more`, result: 'different' as const, detail: 'not listed one by one' }]
      : []),
    ...joined,
  ];
}

/**
 * Compares what a signed envelope states with the provenance that the run has, or with the result of the tests of one of
 * its review packs.
 */
export function judgeEnvelope(
  file: string,
  verdict: EnvelopeVerdict,
  { record, packs }: { record: Provenance; packs: readonly ReviewPack[] },
): CheckedLine {
  const line = (result: CheckedLine['result'], detail: string) => ({
    what: cleanLine(file),
    result,
    detail: cleanLine(detail),
  });
  if (verdict.outcome === 'not signed') return line('different', verdict.why);
  const { statement, by, others } = verdict;
  const beside = others === 0 ? '' : `; ${others} more signatures are of other keys`;
  const signed = `signed with the key ${by.slice(0, 16)}${beside}`;
  const isSame = (expected: Statement) => canonicalJson(expected) === canonicalJson(statement);
  if (statement.predicateType === TEST_RESULT_TYPE) {
    // A pack without a verification has no result.
    const tested = packs.filter(({ verification, changes }) => verification.length > 0 && changes.digest);
    if (tested.length === 0)
      return line('unreachable', 'no review pack of the run with a verification is known');
    return tested.map(testResultStatement).some(isSame)
      ? line('same', signed)
      : line('different', 'it is signed, and states another result than the review packs of the run');
  }
  if (statement.predicateType !== PROVENANCE_TYPE)
    return line('different', `it is signed, and is about ${statement.predicateType}, not ${PROVENANCE_TYPE}`);
  const expected = provenanceStatement(record);
  if (isSame(expected)) return line('same', signed);
  const isOther = canonicalJson(statement.predicate ?? null) !== canonicalJson(record);
  return line(
    'different',
    `it is signed, and ${isOther ? 'states another provenance' : 'is about other files'}`,
  );
}

/** The verdict over all lines: one difference decides; what nobody could reach leaves it incomplete. */
export function verdictOf(lines: readonly CheckedLine[]): VerifiedProvenance['verdict'] {
  const has = (wanted: CheckedLine['result']) => lines.some(({ result }) => result === wanted);
  if (has('different')) return 'different';
  return has('unreachable') || lines.length === 0 ? 'incomplete' : 'same';
}
