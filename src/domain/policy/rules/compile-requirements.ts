import * as z from 'zod';

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
 * The prefix rules of requirements as a rules file, so that they can be tried the same way. A translation of
 * ours: the CLI reads them from requirements itself.
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
