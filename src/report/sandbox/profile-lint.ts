import type { Finding } from '../../domain/base/shape/finding.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { ourVerdict } from '../../domain/policy/policy-report.ts';
import { jsonDocument } from '../base/json-document.ts';
import { type Paint, paintVerdict } from '../base/paint.ts';
import { describeFinding, findingFields } from '../policy/policy-report.ts';

type ProfileLint = { file: string; version: string; findings: readonly Finding[] };

/** Each finding with its place and its remedy, for people. */
export function renderProfileLint({ file, version, findings }: ProfileLint, paint: Paint): string {
  const count = findings.length === 1 ? '1 finding' : `${findings.length} findings`;
  const head = `${paintVerdict(ourVerdict(findings), paint)}  the profiles of ${cleanLine(file)} for codex-cli ${version}: ${count}`;
  return `${[head, ...findings.flatMap(describeFinding)].join('\n')}\n`;
}

/** The same for programs, `codex-cockpit/sandbox-lint` version 1 (docs/json.md). */
export function renderProfileLintJson({ file, version, findings }: ProfileLint): string {
  return jsonDocument('sandbox-lint', {
    file,
    cli_version: version,
    verdict: ourVerdict(findings),
    findings: findings.map(findingFields),
  });
}
