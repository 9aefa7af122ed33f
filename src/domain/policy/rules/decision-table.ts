import * as z from 'zod';
import { parseLocatedYaml } from '../../base/documents/located-yaml.ts';
import { formatPlace } from '../../base/documents/place.ts';

/** What the rules can say of a command; `none` when no rule matches it. */
const DECISIONS = ['allow', 'prompt', 'forbidden', 'none'] as const;

export type Decision = (typeof DECISIONS)[number];

/** The form of a decision table; `data/schemas/rules.schema.json` is made from it. */
export const decisionTableSchema = z.strictObject({
  version: z.literal(1).describe('version of this file format'),
  commands: z
    .array(
      z.strictObject({
        command: z.array(z.string()).min(1).describe('program and arguments, as the CLI would run them'),
        expect: z.enum(DECISIONS).describe('what the rules must say of it; none when no rule matches'),
        why: z.string().trim().min(1).optional().describe('why it must be so'),
      }),
    )
    .min(1)
    .describe('the commands and what must be decided of each'),
});

/** One line of a decision table. */
export type Expected = {
  command: readonly string[];
  expect: Decision;
  why: string | undefined;
  /** Its place, as `file:line:column`. */
  declaredAt: string;
};

/**
 * Reads a decision table.
 *
 * @throws UsageError naming file, line and field
 */
export function parseDecisionTable(text: string, file: string): readonly Expected[] {
  const { value, placeOf } = parseLocatedYaml({ text, file }, decisionTableSchema);
  return value.commands.map(({ command, expect, why }, index) => ({
    command,
    expect,
    why,
    declaredAt: formatPlace(placeOf(['commands', index])),
  }));
}

/**
 * Whether a command hides another one in a shell's script: `execpolicy check` does not look inside
 * (docs/codex-facts.md, "Command rules"), so a table should name the command itself.
 */
export function isShellWrapped([program = '', ...args]: readonly string[]): boolean {
  const name = program.split('/').at(-1) ?? '';
  return /^(ba|z|da|k)?sh$/.test(name) && args.some((arg) => /^-[a-z]*c$/.test(arg));
}
