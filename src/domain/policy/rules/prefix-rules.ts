import * as z from 'zod';
import { isTable } from '../../base/shape/check-shape.ts';
import type { Path, PathFinding } from '../../base/shape/finding.ts';

const refused = (
  path: Path,
  message: string,
  remedy: string,
  at: PathFinding['at'] = 'value',
): PathFinding => ({
  effect: 'refused',
  path,
  at,
  message,
  remedy,
});

/** What the command rules of requirements get wrong (docs/codex-facts.md, "Malformed requirements"). */
export function lintPrefixRules({ rules }: Readonly<Record<string, unknown>>): PathFinding[] {
  const list = isTable(rules) ? rules.prefix_rules : undefined;
  if (!Array.isArray(list)) return [];
  const path = ['rules', 'prefix_rules'];
  if (list.length === 0) return [refused(path, 'must not be empty', 'Add a rule, or take [rules] out.')];
  return list.flatMap((rule, index) => (isTable(rule) ? lintRule(rule, [...path, index]) : []));
}

function lintRule(rule: Readonly<Record<string, unknown>>, path: Path): PathFinding[] {
  const { decision, justification, pattern } = rule;
  const stricter = 'Write decision = "prompt" or "forbidden".';
  const found: PathFinding[] = [];
  if (decision === undefined) found.push(refused(path, 'has no decision', stricter, 'key'));
  if (decision === 'allow')
    found.push(
      refused([...path, 'decision'], 'requirements only make rules stricter, "allow" is refused', stricter),
    );
  if (typeof justification === 'string' && justification.trim() === '')
    found.push(refused([...path, 'justification'], 'is empty', 'Say why, or take it out.'));
  if (!Array.isArray(pattern)) return found;
  if (pattern.length === 0)
    found.push(refused([...path, 'pattern'], 'is empty', 'Name at least one word of the command.'));
  return [
    ...found,
    ...pattern.flatMap((token, index) =>
      isTable(token) ? lintToken(token, [...path, 'pattern', index]) : [],
    ),
  ];
}

function lintToken({ token, any_of: anyOf }: Readonly<Record<string, unknown>>, path: Path): PathFinding[] {
  const form = 'Write { token = "…" } or { any_of = ["…", "…"] }.';
  if (token !== undefined && anyOf !== undefined) return [refused(path, 'has both token and any_of', form)];
  if (token === undefined && anyOf === undefined)
    return [refused(path, 'has neither token nor any_of', form)];
  if (token === '') return [refused([...path, 'token'], 'is empty', form)];
  if (!Array.isArray(anyOf)) return [];
  if (anyOf.length === 0) return [refused([...path, 'any_of'], 'is empty', form)];
  return anyOf.flatMap((word, index) =>
    word === '' ? [refused([...path, 'any_of', index], 'is empty', form)] : [],
  );
}

const token = z.union([
  z.looseObject({ token: z.string() }),
  z.looseObject({ any_of: z.array(z.string()).min(1) }),
]);

const requirements = z.looseObject({
  rules: z
    .looseObject({
      prefix_rules: z
        .array(
          z.looseObject({
            pattern: z.array(token).min(1),
            decision: z.enum(['prompt', 'forbidden']),
            justification: z.string().optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});

/**
 * The prefix rules of requirements as a rules file, so that they can be tried the same way. This is a
 * translation by the cockpit: the CLI reads them from requirements itself.
 *
 * @returns undefined when there are none, or they are not of this form
 */
export function compileRequirements(given: unknown): string | undefined {
  const rules = requirements.safeParse(given).data?.rules?.prefix_rules ?? [];
  if (rules.length === 0) return undefined;
  return rules
    .map(({ pattern, decision, justification }) => {
      const words = pattern.map((one) => ('token' in one ? quote(String(one.token)) : list(one.any_of)));
      const reason = justification === undefined ? '' : `, justification=${quote(justification)}`;
      return `prefix_rule(pattern=[${words.join(', ')}], decision=${quote(decision)}${reason})\n`;
    })
    .join('');
}

function list(words: unknown): string {
  const read = z.array(z.string()).parse(words);
  return `[${read.map(quote).join(', ')}]`;
}

/** A string of Starlark; JSON's escapes are among its own. */
function quote(text: string): string {
  return JSON.stringify(text);
}
