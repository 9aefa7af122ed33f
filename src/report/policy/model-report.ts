import { cleanLine } from '../../domain/base/text/clean.ts';
import type { ModelPolicyReport, ReviewedModel } from '../../domain/policy/models/model-review.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

/** The local policy as a table of slugs by catalog, then the cloud side on its own. */
export function renderModelReport({ file, local, catalogs, cloud }: ModelPolicyReport, paint: Paint): string {
  const rows = [
    ['model', ...catalogs, 'allowed', 'configured'],
    ...local.models.map((model) => [model.slug, ...standings(model), allowed(model), configured(model)]),
  ];
  const { stated, attested, standing } = cloud;
  const lines = [
    `Local: CLI, desktop app and IDE (${cleanLine(file)})  ${paintVerdict(local.verdict, paint)}`,
    ...alignColumns(rows.map((row) => row.map(cleanLine))).map((row) => `  ${row}`),
    ...local.problems.map(({ verdict, text }) => `  ${paintVerdict(verdict, paint)}  ${cleanLine(text)}`),
    '',
    `Cloud: a separate policy, which only a person can check  ${paintVerdict(standing.verdict, paint)}`,
    stated
      ? `  stated: ${cleanLine(stated.statement)} (${cleanLine(stated.confirmed_by)}, ${stated.confirmed_on})`
      : '  stated: nothing',
    ...(attested
      ? [`  attested: ${cleanLine(attested.summary)}, entry ${attested.seq} of ${attested.at.slice(0, 10)}`]
      : []),
    `  ${cleanLine(standing.text)}`,
    ...(standing.verdict === 'manual'
      ? ['  check the workspace settings, then: codex-cockpit policy models attest']
      : []),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/policy-models` version 1 (docs/json.md). */
export function renderModelReportJson({ file, local, catalogs, cloud }: ModelPolicyReport): string {
  const { stated, attested, standing } = cloud;
  return jsonDocument('policy-models', {
    file,
    catalogs,
    local: {
      verdict: local.verdict,
      models: local.models.map(({ slug, standings: where, allowedIn, configured: places }) => ({
        slug,
        catalogs: where,
        allowed_in: allowedIn.map((profile) => profile ?? null),
        configured: places.map(({ where: place, profile, allowed: may }) => ({
          where: place,
          profile: profile ?? null,
          allowed: may,
        })),
      })),
      problems: local.problems,
    },
    cloud: {
      stated: stated ?? null,
      attested: attested
        ? {
            summary: attested.summary,
            by: attested.actor,
            at: attested.at,
            entry: attested.seq,
            good_until: attested.good_until,
          }
        : null,
      verdict: standing.verdict,
      reason: standing.text,
    },
  });
}

/** How a model stands in each catalog. */
export const standings = ({ standings: all }: ReviewedModel) =>
  all.map(({ state, successor }) => (successor === null ? state : `${state} -> ${successor}`));

/** The profiles that may use a model. */
export function allowed({ allowedIn }: ReviewedModel): string {
  return allowedIn.map((profile) => profile ?? 'everywhere').join(', ') || 'nowhere';
}

/** Where a model is configured. */
export const configured = ({ configured: places }: ReviewedModel) =>
  places.map(({ where }) => where).join(', ') || '-';
