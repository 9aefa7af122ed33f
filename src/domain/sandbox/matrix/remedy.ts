import type { MatrixCell, ProfileTrial } from './matrix.ts';

/** What to do about a cell that is not as expected. */
export function sandboxRemedy({ mode }: Pick<ProfileTrial, 'mode'>, cell: MatrixCell): string {
  if (mode === 'live' && cell.verdict === 'opens') {
    return 'Run codex-cockpit sandbox lint. Where the helper denies the same, sessions do not keep to the rule (openai/codex#40555).';
  }
  if (cell.verdict === 'unmet')
    return 'Try it on a machine where it can be proved, or take it out of checks/sandbox.yaml.';
  if (cell.verdict === 'closes')
    return 'Give the profile what the work needs, or state the denial in checks/sandbox.yaml.';
  if (cell.probe.startsWith('net.'))
    return 'Check [network] of the profile, and that domains are enforced by the proxy feature.';
  return 'Run codex-cockpit sandbox lint: the CLI ignores mistyped keys and paths, and takes some patterns otherwise.';
}
