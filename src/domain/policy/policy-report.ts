import type { Effect, Finding } from '../base/shape/finding.ts';
import type { CliVerdict } from './cli-verdict.ts';

/** The files that carry policy. */
export const POLICY_FILES = ['requirements', 'managed_config', 'config', 'profile', 'project'] as const;

/** `profile` is `<name>.config.toml` of CODEX_HOME, `project` the `.codex/config.toml` of a repository. */
export type PolicyFileKind = (typeof POLICY_FILES)[number];

/**
 * What kind of policy file a name suggests; anything else is a config.toml. A `.codex/config.toml` may be that
 * of a project or of a home, so a project is never guessed.
 */
export function policyFileKind(name: string): Exclude<PolicyFileKind, 'project'> {
  const base = baseName(name).toLowerCase();
  if (base.includes('requirements')) return 'requirements';
  if (base.includes('managed')) return 'managed_config';
  return /.\.config\.toml$/.test(base) ? 'profile' : 'config';
}

/**
 * The policy that a text is, by what it is written in and the name that it gets; undefined for one that the CLI does not
 * read, of which nothing can be tried.
 */
export function policyOf({
  format,
  publish_to: path,
}: {
  format: string;
  publish_to: string;
}): PolicyFileKind | 'rules' | undefined {
  if (format === 'rules') return 'rules';
  if (format !== 'toml') return undefined;
  return /^(.+\.)?(config|requirements|managed_config)\.toml$/.test(baseName(path))
    ? policyFileKind(path)
    : undefined;
}

/** The last part of a path, of either kind of system. */
export const baseName = (name: string) => name.split(/[\\/]/).at(-1) ?? '';

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

/** Refused and ignored policy is not in effect; changed policy does something else than it says. */
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
