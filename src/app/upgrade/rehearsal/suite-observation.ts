import type { TeamPlace } from '../../../codex/rehearsal/observer.ts';
import { quoteForShell } from '../../../domain/base/shell/quote-for-shell.ts';
import type { RecordedCheck, SuiteReport } from '../../../domain/checks/recorded.ts';
import type { AreaObservation } from '../../../domain/upgrade/rehearsal/observation.ts';
import { subjectsOfCheck } from '../../../domain/upgrade/rehearsal/suite-subjects.ts';

/** What a run of the suite says of a CLI: a verdict for each check. */
export function suiteObservation(
  { checks, interrupted }: SuiteReport,
  { home, project }: Pick<TeamPlace, 'home' | 'project'>,
): AreaObservation {
  // A check looks at copies of what the team has, so their home can be named.
  const rerun = (check: string) =>
    `cd ${quoteForShell(project)} && CODEX_HOME=${quoteForShell(home)} codex-cockpit check ${check} --codex "$CODEX" --as-candidate --db "$WORK/cockpit.db" > /dev/null`;
  // What was skipped is a fact too: a proof that the pin gave and the candidate does not give is a difference.
  const judged = checks.filter(({ verdict }) => verdict !== 'error');
  return {
    area: 'suite',
    facts: judged.map((check) => {
      const raw = [
        check.summary,
        check.expected && `expected: ${check.expected}`,
        check.actual && `actual: ${check.actual}`,
      ]
        .filter(Boolean)
        .join('\n');
      return {
        key: check.check,
        value: verdictValue(check),
        ...(check.verdict !== 'pass' && { subjects: subjectsOfCheck(raw, { home, project }) }),
        ofTeam: true,
        witness: { lines: [rerun(check.check)] },
        raw,
      };
    }),
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
