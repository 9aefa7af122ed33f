import * as z from 'zod';
import { cleanLine } from '../../base/text/clean.ts';
import type { Finding, OtherTool } from './finding.ts';
import type { Severity } from './rule.ts';

/** Most findings of another tool that are taken. */
const mostFindings = 2000;

/** Characters of a message that are taken. */
const longestMessage = 500;

/** A name of a rule as both tools have them. */
const plainName = /^[\w-]{1,60}$/;

const place = z.object({ row: z.int().nonnegative(), column: z.int().nonnegative() });

/** What `zizmor --format json` prints (its form v1), as far as it is read. Lines and columns count from 0. */
const zizmorForm = () =>
  z.array(
    z.object({
      ident: z.string().regex(plainName),
      desc: z.string(),
      url: z.string().optional(),
      determinations: z.object({ severity: z.string() }),
      locations: z.array(
        z.object({
          symbolic: z.object({
            key: z.object({
              Local: z
                .object({ verbatim_path: z.string().optional(), given_path: z.string().optional() })
                .optional(),
            }),
            annotation: z.string().optional(),
            kind: z.string().optional(),
          }),
          concrete: z.object({ location: z.object({ start_point: place }) }),
        }),
      ),
      ignored: z.boolean().optional(),
    }),
  );

/** What `actionlint -format '{{json .}}'` prints, as far as it is read. */
const actionlintForm = () =>
  z.array(
    z.object({
      message: z.string(),
      filepath: z.string(),
      line: z.int().positive(),
      column: z.int().positive(),
      kind: z.string().regex(plainName),
    }),
  );

const zizmorSeverities: Readonly<Record<string, Severity>> = { High: 'error', Medium: 'warning' };

/** Finds the shown name of a file by the path that a tool names; undefined for a file that it was not given. */
export type FileOf = (path: string) => string | undefined;

/**
 * Reads what another linter printed. Files that it was not given are left out.
 *
 * @returns undefined when it is not what the tool prints
 */
export function readOtherFindings(
  tool: OtherTool['tool'],
  printed: string,
  fileOf: FileOf,
): readonly Finding[] | undefined {
  let json: unknown;
  try {
    json = JSON.parse(printed.trim() === '' ? '[]' : printed);
  } catch {
    return undefined;
  }
  // actionlint prints null where it finds nothing.
  const value = json ?? [];
  return tool === 'zizmor' ? fromZizmor(value, fileOf) : fromActionlint(value, fileOf);
}

function fromZizmor(value: unknown, fileOf: FileOf): readonly Finding[] | undefined {
  const read = zizmorForm().safeParse(value);
  if (!read.success) return undefined;
  return read.data
    .filter(({ ignored }) => ignored !== true)
    .slice(0, mostFindings)
    .flatMap(({ ident, desc, determinations, locations }) => {
      const main = locations.find(({ symbolic }) => symbolic.kind === 'Primary') ?? locations[0];
      const local = main?.symbolic.key.Local;
      const file = fileOf(local?.verbatim_path ?? local?.given_path ?? '');
      if (main === undefined || file === undefined) return [];
      const { row, column } = main.concrete.location.start_point;
      const annotation = main.symbolic.annotation ?? '';
      const message = annotation === '' || annotation === desc ? desc : `${desc}: ${annotation}`;
      return [
        finding('zizmor', {
          rule: ident,
          severity: zizmorSeverities[determinations.severity] ?? 'info',
          place: { file, line: row + 1, column: column + 1 },
          message,
        }),
      ];
    });
}

function fromActionlint(value: unknown, fileOf: FileOf): readonly Finding[] | undefined {
  const read = actionlintForm().safeParse(value);
  if (!read.success) return undefined;
  return read.data.slice(0, mostFindings).flatMap(({ message, filepath, line, column, kind }) => {
    const file = fileOf(filepath);
    if (file === undefined) return [];
    // The scripts in a workflow are judged by the style of their language too.
    const severity = kind === 'shellcheck' || kind === 'pyflakes' ? 'warning' : 'error';
    return [finding('actionlint', { rule: kind, severity, place: { file, line, column }, message })];
  });
}

function finding(
  tool: OtherTool['tool'],
  { rule, severity, place: at, message }: Pick<Finding, 'rule' | 'severity' | 'place' | 'message'>,
): Finding {
  const text = cleanLine(message);
  return {
    tool,
    rule: `${tool}/${rule}`,
    severity,
    place: at,
    message: text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text,
    why: '',
    fix: '',
    source: tool,
    suppressed: undefined,
  };
}
