import type { ConfigCheck } from '../domain/policy/config-check.ts';
import { cleanLine } from '../domain/text/clean.ts';
import { jsonDocument } from './json-document.ts';
import { type Paint, paintVerdict } from './paint.ts';
import { policyReportFields, renderPolicyReport } from './policy-report.ts';
import { alignColumns } from './table.ts';

/** The layers, every setting with the layer it comes from, and a strict verdict for each file. */
export function renderConfigCheck(check: ConfigCheck, paint: Paint): string {
  const { folder, version, layers, settings, warnings, refused, files } = check;
  const rows = settings.map(({ field, value, layer, overridden }) => [
    cleanLine(field),
    cleanLine(JSON.stringify(value)).slice(0, 60),
    `${layer}${overridden.length === 0 ? '' : `, over ${overridden.map((one) => one.layer).join(', ')}`}`,
  ]);
  const lines = [
    `the configuration of codex-cli ${version} in ${cleanLine(folder)}`,
    ...(refused === undefined
      ? []
      : ['', `${paintVerdict('fail', paint)}  the CLI does not read it: ${cleanLine(refused)}`]),
    ...(layers.length === 0 ? [] : ['', 'layers, highest first']),
    ...alignColumns(
      layers.map(({ type, file, settings: count }) => [`  ${type}`, `${count} set`, cleanLine(file)]),
    ),
    ...(rows.length === 0 ? [] : ['', ...alignColumns(rows)]),
    ...(warnings.length === 0 ? [] : ['']),
    ...warnings.map((line) => `${paintVerdict('warn', paint)}  ${cleanLine(line)}`),
    ...files.flatMap((report) => ['', renderPolicyReport(report, paint).trimEnd()]),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/config-check` version 1 (docs/json.md). */
export function renderConfigCheckJson(check: ConfigCheck): string {
  const { folder, version, layers, settings, warnings, refused, files } = check;
  return jsonDocument('config-check', {
    folder,
    cli_version: version,
    layers,
    settings,
    warnings,
    refused: refused ?? null,
    files: files.map(policyReportFields),
  });
}
