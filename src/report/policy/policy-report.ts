import { formatPlace } from '../../domain/base/documents/place.ts';
import type { Finding } from '../../domain/base/shape/finding.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import type { CliVerdict } from '../../domain/policy/cli-verdict.ts';
import { ourVerdict, type PolicyReport } from '../../domain/policy/policy-report.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';

/** Our verdict and the CLI's, then each finding with its place and its remedy. */
export function renderPolicyReport(report: PolicyReport, paint: Paint): string {
  const { file, kind, version, release, findings, cli } = report;
  const keys = release === version ? '' : ` (keys as ${release} has them)`;
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  const lines = [
    `${cleanLine(file)} as ${kind} for codex-cli ${version}${keys}`,
    `  ours     ${paintVerdict(ourVerdict(findings), paint, 8)}  ${count}`,
    `  the CLI  ${describeCli(cli, paint)}`,
    ...(cli.type === 'accepted'
      ? cli.warnings.map((warning) => `           warns: ${cleanLine(warning)}`)
      : []),
    ...findings.flatMap(describeFinding),
  ];
  return `${lines.join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/policy-lint` version 1 (docs/json.md). */
export function renderPolicyReportJson(report: PolicyReport): string {
  return jsonDocument('policy-lint', policyReportFields(report));
}

/** The fields of a report, alone or among others. */
export function policyReportFields(report: PolicyReport): Readonly<Record<string, unknown>> {
  const { file, kind, version, release, findings, cli } = report;
  return {
    file,
    kind,
    cli_version: version,
    keys_of: release,
    verdict: ourVerdict(findings),
    findings: findings.map(findingFields),
    cli: cliFields(cli),
  };
}

function describeCli(cli: CliVerdict, paint: Paint): string {
  switch (cli.type) {
    case 'accepted': {
      const verdict = cli.warnings.length > 0 ? 'warn' : 'pass';
      return `${paintVerdict(verdict, paint, 8)}  accepts it`;
    }
    case 'refused': {
      const place = cli.place ? `${formatPlace(cli.place)}: ` : '';
      return `${paintVerdict('fail', paint, 8)}  ${cleanLine(`${place}${cli.message}`)}`;
    }
    case 'not asked':
      return `${paintVerdict('skip', paint, 8)}  not asked: ${cleanLine(cli.reason)}`;
  }
}

/** Place, field, message and effect of a finding, and what to do. */
export function describeFinding({ effect, place, field, message, remedy }: Finding): string[] {
  const name = field === '' ? '' : `${field}: `;
  return [
    '',
    `  ${cleanLine(`${formatPlace(place)}: ${name}${message}`)} [${effect}]`,
    `      ${cleanLine(remedy)}`,
  ];
}

function cliFields(cli: CliVerdict): object {
  switch (cli.type) {
    case 'accepted':
      return { verdict: cli.warnings.length > 0 ? 'warn' : 'pass', warnings: cli.warnings };
    case 'refused':
      return {
        verdict: 'fail',
        message: cli.message,
        line: cli.place?.line ?? null,
        column: cli.place?.column ?? null,
      };
    case 'not asked':
      return { verdict: 'skip', reason: cli.reason };
  }
}

/** A finding for programs. */
export function findingFields({ effect, place, field, message, remedy }: Finding): object {
  return { effect, field, message, remedy, line: place.line, column: place.column };
}
