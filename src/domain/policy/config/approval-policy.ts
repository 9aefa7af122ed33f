import semver from 'semver';
import type { Path, PathFinding } from '../../base/shape/finding.ts';

const choices = ['untrusted', 'on-failure', 'on-request', 'never'] as const;

const granular = '{ granular = { sandbox_approval = true, rules = true, mcp_elicitations = true } }';

/**
 * Values of an approval policy that read well and are refused, or are taken for something else
 * (docs/codex-facts.md, "Approval policies by version").
 *
 * @param use whether the value is set, or is one of those that may be
 */
export function lintApprovalPolicy(
  value: unknown,
  path: Path,
  { version, use }: { version: string; use: 'set' | 'allowed' },
): PathFinding[] {
  const isLate = semver.satisfies(version, '>=0.160.0');
  const find = (effect: PathFinding['effect'], message: string, remedy: string): PathFinding[] => [
    { effect, path, at: 'value', message, remedy },
  ];
  if (value === 'reject' || (typeof value === 'object' && value !== null && 'reject' in value)) {
    return find('refused', '"reject" is an approval policy of older versions', `Write ${granular}.`);
  }
  if (value === 'granular') {
    return find('refused', '"granular" needs its table, the bare word is refused', `Write ${granular}.`);
  }
  if (value === 'untrusted' && isLate && use === 'set') {
    return find('refused', `${version} no longer takes approval_policy = "untrusted"`, 'Use "on-request".');
  }
  if (value === 'on-failure' && isLate) {
    return find('changed', `${version} reads "on-failure" as "on-request"`, 'Write "on-request".');
  }
  if (value === 'on-failure') {
    return find(
      'changed',
      '"on-failure" is deprecated; 0.160.0 reads it as "on-request"',
      'Write "on-request", or "never" for runs that nobody watches.',
    );
  }
  if (typeof value === 'string' && !choices.some((choice) => choice === value)) {
    return find(
      'refused',
      `"${value}" is no value that ${version} knows`,
      `Use one of: ${choices.join(', ')}, or ${granular}.`,
    );
  }
  return [];
}
