import type { RecordedCheck, SuiteReport } from '../../../domain/checks/recorded.ts';
import type { AreaObservation } from '../../../domain/upgrade/rehearsal/observation.ts';

/** What a run of the suite says of a CLI: a verdict for each check. */
export function suiteObservation({ checks, interrupted }: SuiteReport): AreaObservation {
  // What was skipped is a fact too: a proof that the pin gave and the candidate does not give is a difference.
  const judged = checks.filter(({ verdict }) => verdict !== 'error');
  return {
    area: 'suite',
    facts: judged.map((check) => ({
      key: check.check,
      value: verdictValue(check),
      ofTeam: true,
      witness: {
        lines: [`codex-cockpit check ${check.check} --codex "$CODEX" --as-candidate --db "$WORK/cockpit.db"`],
      },
      raw: [
        check.summary,
        check.expected && `expected: ${check.expected}`,
        check.actual && `actual: ${check.actual}`,
      ]
        .filter(Boolean)
        .join('\n'),
    })),
    gaps: checks
      .filter(({ verdict }) => verdict === 'skip')
      .map(({ check, summary }) => ({ what: check, reason: summary })),
    errors: [
      ...checks
        .filter(({ verdict }) => verdict === 'error')
        .map(({ check, summary }) => `${check}: ${summary}`),
      ...(interrupted ? ['the run was interrupted'] : []),
    ],
  };
}

const verdictValue = ({ verdict, severity }: RecordedCheck) => `${verdict} (${severity})`;
