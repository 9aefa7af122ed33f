import { formatPlace } from '../../../base/documents/located-yaml.ts';
import type { Finding } from '../../../base/shape/finding.ts';
import type { CliVerdict } from '../../../policy/cli-verdict.ts';
import { ourVerdict } from '../../../policy/policy-report.ts';
import { error, fail, type Judgement, pass, skip, warn } from '../../judgement.ts';

/** Why there is nothing to judge. */
export const noRequirements = (file: string) => skip(`there are no requirements: ${file} is not a file`);

/** Fails when the CLI does not take the requirements: a session starts without them, or not at all. */
export function judgeRequirementsParse(verdict: CliVerdict, { file }: { file: string }): Judgement {
  const expected = 'app-server --strict-config accepts the requirements';
  switch (verdict.type) {
    case 'not asked':
      return skip(`the CLI could not be shown ${file}: ${verdict.reason}`);
    case 'refused': {
      const place = verdict.place ? `${formatPlace(verdict.place)}: ` : '';
      return fail({ summary: `${file} is refused`, expected, actual: `${place}${verdict.message}` });
    }
    case 'accepted':
      return verdict.warnings.length === 0
        ? pass(`${file} is accepted`)
        : warn({
            summary: `${file} is accepted with warnings`,
            expected,
            actual: verdict.warnings.join('; '),
          });
  }
}

/** Requirements that no version takes: an unknown key alone would not do, since they are ignored here. */
export const refusedByEveryVersion = 'allowed_sandbox_modes = "cockpit-control"\n';

/** An error when a CLI takes requirements that no version takes: its silence says nothing then. */
export function judgeRequirementsControl(verdict: CliVerdict): Judgement | undefined {
  switch (verdict.type) {
    case 'refused':
      return undefined;
    case 'not asked':
      return error({ summary: `the CLI could not be shown a control file: ${verdict.reason}` });
    case 'accepted':
      return error({
        summary: 'app-server --strict-config accepts requirements that are wrong, so it proves nothing',
        expected: `it refuses ${refusedByEveryVersion.trim()}`,
        actual: verdict.warnings.join('; ') || 'it says nothing',
      });
  }
}

/**
 * Fails when a key or a value does not do what it says: the CLI passes over a mistyped key without a word,
 * and with it the policy (docs/codex-facts.md, "Requirements keys").
 */
export function judgeRequirementsKeys(
  findings: readonly Finding[],
  { file, release }: { file: string; release: string },
): Judgement {
  if (findings.length === 0) return pass(`every key of ${file} is one that ${release} knows`);
  const expected = `keys and values that ${release} knows`;
  const actual = findings
    .map(
      ({ place, field, message }) => `${formatPlace(place)}: ${field === '' ? '' : `${field}: `}${message}`,
    )
    .join('; ');
  const remedy = findings.map((finding) => finding.remedy).join(' ');
  if (ourVerdict(findings) === 'warn') {
    const changed = findings.some(({ effect }) => effect === 'changed');
    const summary = changed
      ? `${file} does something else than it says`
      : `it is not known whether all of ${file} is in force`;
    return warn({ summary, expected, actual, remedy });
  }
  return fail({ summary: `${file} does not hold as it is written`, expected, actual, remedy });
}
