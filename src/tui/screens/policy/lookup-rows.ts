import { parsePlace } from '../../../domain/base/documents/place.ts';
import type { FileKeyChanges } from '../../../domain/policy/key-changes.ts';
import type { ModelPolicyReport } from '../../../domain/policy/models/model-review.ts';
import type { PolicyLookup } from '../../../domain/policy/policy-map.ts';
import type { RulesReport } from '../../../domain/policy/rules/rules-report.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderKeyChanges } from '../../../report/policy/key-changes.ts';
import { allowed, configured, renderModelReport, standings } from '../../../report/policy/model-report.ts';
import { renderLookup } from '../../../report/policy/policy-lookup.ts';
import { decidedText, renderRulesReport } from '../../../report/policy/rules-report.ts';
import { findingRow } from './finding-row.ts';
import type { PolicyRow } from './row.ts';

/** What rules decide, after the rules that do not count. */
export function rulesRows(report: RulesReport): readonly PolicyRow[] {
  const detail = renderRulesReport(report, plain);
  const row = (
    verdict: PolicyRow['verdict'],
    cells: readonly string[],
    place: PolicyRow['place'],
  ): PolicyRow => ({ section: 'rules', verdict, cells, detail, place });
  return [
    ...report.broken.map(({ file, reason }) =>
      row('fail', [file, 'broken: no rule is in force', reason], { file }),
    ),
    ...report.ignored.map(({ file, reason }) => row('warn', [file, 'not in force', reason], { file })),
    ...report.commands.map(({ command, decided, expect, verdict, because, declaredAt }) =>
      row(
        verdict,
        [
          command.join(' '),
          decidedText(report, decided),
          verdict === 'pass' ? '' : `expected ${expect}: ${because.join('; ')}`,
        ],
        parsePlace(declaredAt),
      ),
    ),
  ];
}

/** Which policy somebody gets. */
export function lookupRow(lookup: PolicyLookup): PolicyRow {
  const { whom, applies, policy, passedOver } = lookup;
  const by = applies.by === 'rule' ? `by the rule for ${applies.rule.group}` : applies.by;
  const { length } = passedOver;
  const later = length === 1 ? '1 later rule does not apply' : `${length} later rules do not apply`;
  const others = length === 0 ? '' : `; ${later}`;
  return {
    section: 'who',
    verdict: policy ? 'pass' : 'warn',
    cells: [
      whom.type === 'user' ? whom.email : `group ${whom.group}`,
      policy?.file ?? 'no policy',
      `${by}${others}`,
    ],
    detail: renderLookup(lookup),
    place: applies.by === 'rule' ? applies.rule.place : { file: lookup.map },
  };
}

/** The same with what is wrong in that policy. */
export function lookupRows(lookup: PolicyLookup): readonly PolicyRow[] {
  return [lookupRow(lookup), ...lookup.findings.map((finding) => findingRow('who', finding))];
}

/** The models of the policy and of the configuration, what is wrong with them, and the cloud side. */
export function modelRows(report: ModelPolicyReport): readonly PolicyRow[] {
  const { file, local, catalogs, cloud } = report;
  const detail = renderModelReport(report, plain);
  const row = (verdict: PolicyRow['verdict'], ...cells: readonly string[]): PolicyRow => ({
    ...{ section: 'models', verdict, cells, detail, place: { file } },
  });
  return [
    row(local.verdict, `models of ${file}`, `on ${catalogs.join(', ')}`, 'CLI, desktop app and IDE'),
    ...local.problems.map(({ verdict, text }) =>
      row(verdict, 'model policy', verdict === 'fail' ? 'not kept' : '', text),
    ),
    ...local.models.map((model) =>
      row(
        undefined,
        model.slug,
        standings(model).join(', '),
        `allowed: ${allowed(model)}; configured: ${configured(model)}`,
      ),
    ),
    row(
      cloud.standing.verdict,
      'models of cloud tasks',
      cloud.stated?.statement ?? 'nothing stated',
      cloud.standing.text,
    ),
  ];
}

/** Keys that are new or retired. */
export function keyRows(
  versions: { from: string; to: string },
  files: readonly FileKeyChanges[],
): readonly PolicyRow[] {
  const detail = renderKeyChanges(files, versions);
  const row = (verdict: PolicyRow['verdict'], ...cells: readonly string[]): PolicyRow => ({
    ...{ section: 'keys', verdict, cells, detail },
  });
  const changes = files.flatMap((one) =>
    one.type === 'not tried'
      ? [row('warn', one.file, 'not compared', `${one.version} was not tried`)]
      : one.changes.map(({ key, value, change }) =>
          row(undefined, value === undefined ? key : `${key} = ${value}`, change, one.file),
        ),
  );
  const title = `keys from ${versions.from} to ${versions.to}`;
  return [row(undefined, title, changes.length === 0 ? 'no change' : ''), ...changes];
}
