import picomatch from 'picomatch';
import * as z from 'zod';
import { parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import { formatPlace } from '../../base/documents/place.ts';
import { UsageError } from '../../base/errors.ts';
import { lazily } from '../../base/lazily.ts';
import { oneLine } from '../../base/one-line.ts';
import type { CapturedRun } from '../events.ts';

/** How much happens without a person, from the least on: the index of a title is its level less one. */
export const AUTOMATION_LEVELS = [
  'read-only analysis',
  'review comments on a pull request',
  'patches on a branch, by pull request',
  'commits to a branch without asking',
  'merges without asking',
] as const;

const id = () =>
  z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and -')
    .describe('name of the line; findings and packs name it');

const demands = () => ({
  risk: z.int().min(1).max(10).describe('how much harm a wrong change may do, 1 to 10'),
  level: z
    .int()
    .min(1)
    .max(AUTOMATION_LEVELS.length)
    .describe(
      `highest automation level: ${AUTOMATION_LEVELS.map((title, index) => `${index + 1} ${title}`).join(', ')}`,
    ),
  pack: z.boolean().describe('whether the change needs a review pack'),
  verification: z.boolean().describe('whether its pack needs a verification that passed on this change'),
  review: z.boolean().describe('whether a person has to approve it'),
  why: oneLine().describe('the reason, as findings and packs state it'),
});

/** The form of a risk matrix. */
export const riskMatrixSchema = lazily(() =>
  z.strictObject({
    version: z.literal(1).describe('version of this file format'),
    classes: z
      .array(
        z.strictObject({
          id: id(),
          title: oneLine().describe('what the files are'),
          paths: z
            .array(z.string().min(1).max(200))
            .min(1)
            .describe('patterns of paths from the top of the repository: ** stands for any folders'),
          ...demands(),
        }),
      )
      .min(1)
      .describe('classes of files; a file is in the first one that names it, and the last one names all'),
    runs: z
      .array(
        z.strictObject({
          id: id(),
          title: oneLine().describe('what the run could do'),
          when: z
            .strictObject({
              sandbox: z
                .array(z.enum(['read-only', 'workspace-write', 'danger-full-access', 'unknown']))
                .min(1)
                .optional()
                .describe('sandbox of the captured run'),
              network: z
                .array(z.enum(['on', 'off', 'unknown']))
                .min(1)
                .optional()
                .describe('whether its commands could reach the network'),
            })
            .refine(
              ({ sandbox, network }) => sandbox !== undefined || network !== undefined,
              'name sandbox or network',
            )
            .describe('which runs; all that is named must be so'),
          ...demands(),
        }),
      )
      .default([])
      .describe('what is asked besides of changes by runs with such a policy'),
  }),
);

/** A risk matrix: what may be automatic, and what needs a person. */
export type RiskMatrix = z.output<ReturnType<typeof riskMatrixSchema>>;

type Line = RiskMatrix['classes'][number] | RiskMatrix['runs'][number];

/**
 * Reads a risk matrix.
 *
 * @throws UsageError naming file, line and field
 */
export function parseRiskMatrix(source: { text: string; file: string }): RiskMatrix {
  const { value, placeOf } = parseLocatedYaml<RiskMatrix>(source, riskMatrixSchema());
  const complain = (path: readonly (string | number)[], field: string, message: string) => {
    throw new UsageError(`${formatPlace(placeOf(path))}: ${field}: ${message}`);
  };
  const seen = new Set<string>();
  for (const list of ['classes', 'runs'] as const)
    for (const [index, line] of value[list].entries()) {
      if (seen.has(line.id))
        complain([list, index, 'id'], `${list}[${index}].id`, `"${line.id}" is repeated`);
      seen.add(line.id);
    }
  const last = value.classes.length - 1;
  for (const [index, { paths }] of value.classes.entries()) {
    const field = `classes[${index}].paths`;
    if (paths.includes('**') && index < last)
      complain(
        ['classes', index, 'paths'],
        field,
        'only the last class may name ** alone: no later one counts',
      );
    if (!paths.includes('**') && index === last)
      complain(['classes', index, 'paths'], field, 'the last class must name **, for every other file');
  }
  return value;
}

/** A line of the matrix that applies to a change, and the files by which it does. */
type RiskReason = Pick<Line, 'id' | 'title' | 'why' | 'risk' | 'level' | 'review'> & {
  /** The first few; empty for a line about the run. */
  paths: readonly string[];
  total: number;
};

/** What a change asks for: the most of all lines that apply to it. */
export type Risk = {
  /** The class with the highest risk; `none` for a change without files. */
  class: string;
  /** 0 to 10. */
  score: number;
  level: number;
  pack: boolean;
  verification: boolean;
  review: boolean;
  /** From the highest risk on. */
  reasons: readonly RiskReason[];
};

const mostPaths = 5;

/**
 * Judges the risk of a change by its paths and by the policy of the runs that made it.
 *
 * @param policies of the captured runs; none for a change that no run is known to have made
 */
export function judgeRisk(
  matrix: RiskMatrix,
  paths: readonly string[],
  policies: readonly CapturedRun['policy'][],
): Risk {
  const classify = classifier(matrix);
  const byClass = Map.groupBy(paths, classify);
  const applying: { line: Line; paths: readonly string[] }[] = [
    ...matrix.classes.flatMap((line) => {
      const found = byClass.get(line);
      return found ? [{ line, paths: found }] : [];
    }),
    ...matrix.runs
      .filter(({ when }) => paths.length > 0 && policies.some((policy) => applies(when, policy)))
      .map((line) => ({ line, paths: [] })),
  ].toSorted((one, other) => other.line.risk - one.line.risk);
  const lines = applying.map(({ line }) => line);
  return {
    class: lines.find((line) => 'paths' in line)?.id ?? 'none',
    score: Math.max(0, ...lines.map(({ risk }) => risk)),
    level: Math.min(AUTOMATION_LEVELS.length, ...lines.map(({ level }) => level)),
    pack: lines.some(({ pack }) => pack),
    verification: lines.some(({ verification }) => verification),
    review: lines.some(({ review }) => review),
    reasons: applying.map(({ line: { id: name, title, why, risk, level, review }, paths: all }) => ({
      ...{ id: name, title, why, risk, level, review },
      paths: all.slice(0, mostPaths),
      total: all.length,
    })),
  };
}

function applies(
  { sandbox, network }: RiskMatrix['runs'][number]['when'],
  policy: CapturedRun['policy'],
): boolean {
  const known = ['read-only', 'workspace-write', 'danger-full-access'] as const;
  const ofRun = known.find((one) => one === policy.sandbox) ?? 'unknown';
  const reach = policy.network === null ? 'unknown' : policy.network ? 'on' : 'off';
  return (sandbox?.includes(ofRun) ?? true) && (network?.includes(reach) ?? true);
}

/** Finds the class of a path. Letters count without their case, as on the file systems of many machines. */
function classifier({ classes }: RiskMatrix): (path: string) => RiskMatrix['classes'][number] {
  const rows = classes.map((line) => ({
    line,
    // A file with a name that starts with a dot is a file as any other.
    matches: picomatch([...line.paths], { dot: true, nocase: true }),
  }));
  const last = classes.at(-1) as RiskMatrix['classes'][number];
  return (path) => rows.find(({ matches }) => matches(unquotePath(path)))?.line ?? last;
}

/** The path that git has quoted, so that a quote in a name does not move a file to another class. */
function unquotePath(path: string): string {
  const [, quoted] = /^"(.*)"$/s.exec(path) ?? [];
  return quoted === undefined
    ? path
    : quoted.replace(/\\([0-7]{3}|.)/gs, (_, code) => (code.length === 3 ? '?' : code));
}
