import { parseSuite } from '../../../../src/domain/checks/parse-suite.ts';
import type { RecordedCheck } from '../../../../src/domain/checks/recorded.ts';
import type { CheckTrail } from '../../../../src/domain/checks/runs/trail.ts';
import { trails } from '../../../../src/tui/screens/checks/rows.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { checkOf, statusOf } from '../../../support/recorded-builders.ts';
import { on } from '../../support.tsx';

/** A suite of checks with these ids, of which the severity may be given. */
export function suiteOf(...checks: readonly (string | readonly [id: string, severity: string])[]) {
  const declared = checks.map((one) => {
    const [id, severity] = typeof one === 'string' ? [one, 'blocker'] : one;
    return `  - id: ${id}
    title: Title of ${id}
    why: Why ${id} matters
    severity: ${severity}
    scope: static
    phase: pilot
    owner: team lead
    remedy: Fix ${id} for {pin}
    command: [codex, x]
`;
  });
  return parseSuite(`version: 1\nsuite: test\ntitle: Test\nchecks:\n${declared.join('')}`, 'test.yaml');
}

/** The Checks screen after these results, the suite being that of their checks. */
export function checksOf(results: readonly Partial<RecordedCheck>[], more: Partial<State> = {}): State {
  const checks = results.map((given, place) => checkOf({ seq: 10 + place, ...given }));
  const suite = suiteOf(...checks.map(({ check, severity }) => [check, severity] as const));
  return on('checks', { suite, status: statusOf({ checks }), ...more });
}

/** The same with what is known of older results. */
export function withTrails(state: State, ...known: readonly CheckTrail[]): State {
  return trails.set(state, new Map(known.map((one) => [one.check, one])));
}
