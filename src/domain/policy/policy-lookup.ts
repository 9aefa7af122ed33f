import type { Finding } from '../base/shape/finding.ts';
import type { Lookup } from './policy-map.ts';

/** A lookup with the policies read. */
export type PolicyLookup = Lookup & {
  map: string;
  /** The file that applies and its fields; undefined when nothing applies. */
  policy: { file: string; fields: Readonly<Record<string, unknown>> } | undefined;
  /** What the CLI would refuse, ignore or change in that file. */
  findings: readonly Finding[];
  /** Fields that a rule that was passed over sets and this policy does not: they stay open. */
  leftOpen: readonly { field: string; rule: string; file: string }[];
};

/** The fields that people may believe to hold, since a later rule sets them. */
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
