import { cleanLine } from '../../domain/base/text/clean.ts';
import type { RuleTable } from '../../domain/upgrade/rehearsal/rules.ts';
import { jsonDocument } from '../base/json-document.ts';
import { alignColumns } from '../base/table.ts';

/** The rules in the order in which they are tried, one a line, each with the weight that the team gives it. */
export function renderUpgradeRules({ version, digest, rules, overrides, written }: RuleTable): string {
  const rows = rules.map(({ id, weight, changes, why }) => {
    const override = overrides.find(({ rule }) => rule === id);
    return [
      cleanLine(id),
      override ? `${override.weight} (was ${weight})` : weight,
      changes.join(', '),
      cleanLine(override ? `${override.reason}; ${why}` : why),
    ];
  });
  const ranges = new Map<string, string[]>();
  for (const [area, range] of Object.entries(written))
    ranges.set(range, [...(ranges.get(range) ?? []), area]);
  return [
    `Rules of table ${version}, SHA-256 ${digest}`,
    ...[...ranges].map(([range, areas]) => `written for candidates ${cleanLine(range)}: ${areas.join(', ')}`),
    '',
    ...alignColumns([['RULE', 'WEIGHT', 'CHANGES', 'WHY'], ...rows]).map((row) => row.trimEnd()),
    '',
  ].join('\n');
}

/** The same for programs, `codex-cockpit/upgrade-rules` version 1 (docs/json.md). */
export function renderUpgradeRulesJson({ version, digest, written, rules, overrides }: RuleTable): string {
  return jsonDocument('upgrade-rules', {
    table: version,
    digest,
    written,
    rules: rules.map(({ id, area, changes, key, pin, candidate, weight, why, remedy }) => {
      const override = overrides.find(({ rule }) => rule === id);
      const patterns = {
        key: key?.source ?? null,
        pin: pin?.source ?? null,
        candidate: candidate?.source ?? null,
      };
      return {
        ...{ id, area, changes, ...patterns, weight: override?.weight ?? weight, why, remedy },
        overridden: override ? { from: weight, reason: override.reason } : null,
      };
    }),
  });
}
