import type { Effect, Finding } from '../base/shape/finding.ts';
import type { CliVerdict } from './cli-verdict.ts';
import type { PolicyFileKind } from './policy-file.ts';

/** What we and the CLI say of a policy file, side by side. */
export type PolicyReport = {
  file: string;
  kind: PolicyFileKind;
  /** The CLI it was judged for. */
  version: string;
  /** The release whose keys are known. */
  release: string;
  findings: readonly Finding[];
  cli: CliVerdict;
};

/** Refused and ignored policy does not hold; changed policy does something else than it says. */
const worth: Record<Effect, 'fail' | 'warn'> = {
  refused: 'fail',
  ignored: 'fail',
  changed: 'warn',
  unknown: 'warn',
};

/** Our verdict, from the findings alone. */
export function ourVerdict(findings: readonly Finding[]): 'pass' | 'warn' | 'fail' {
  if (findings.some(({ effect }) => worth[effect] === 'fail')) return 'fail';
  return findings.length > 0 ? 'warn' : 'pass';
}

/** Whether the file may be used: neither of the two has an objection. */
export function isAccepted({ findings, cli }: PolicyReport): boolean {
  return ourVerdict(findings) !== 'fail' && cli.type !== 'refused';
}
