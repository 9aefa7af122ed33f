import * as z from 'zod';
import { errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { Decision } from './decision-table.ts';

// No match prints no decision at all, rather than null (docs/codex-facts.md, "Command rules").
const answer = z.looseObject({
  decision: z.enum(['allow', 'prompt', 'forbidden']).optional(),
  matchedRules: z.array(
    z.looseObject({
      prefixRuleMatch: z
        .looseObject({
          matchedPrefix: z.array(z.string()),
          decision: z.string(),
          justification: z.string().optional(),
        })
        .optional(),
    }),
  ),
});

/** What `codex execpolicy check` said of a command: a decision with the rules that matched, or why there is none. */
export type RuleAnswer = { decision: Decision; matched: readonly string[] } | { refused: string };

/** Reads an answer. The exit code says nothing: it is 0 for every decision. */
export function readRuleAnswer(outcome: Outcome): RuleAnswer {
  if (!exited(outcome)) return { refused: cleanLine(errorText(outcome)).slice(0, 800) || 'it said nothing' };
  const parsed = answer.safeParse(parseJson(outcome.stdout));
  if (!parsed.success) return { refused: 'it did not print its JSON' };
  const { decision = 'none', matchedRules } = parsed.data;
  return {
    decision,
    matched: matchedRules.flatMap(({ prefixRuleMatch: rule }) =>
      rule
        ? [
            cleanLine(
              `${rule.matchedPrefix.join(' ')}: ${rule.decision}${rule.justification === undefined ? '' : ` (${rule.justification})`}`,
            ),
          ]
        : [],
    ),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
