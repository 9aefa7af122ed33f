import type { PolicyView } from '../../../../src/app/policy/read-policy-view.ts';
import type { PolicyReport } from '../../../../src/domain/policy/policy-report.ts';
import { answered, policyRead } from '../../../../src/tui/screens/policy/read.ts';
import { idOf, lintRows } from '../../../../src/tui/screens/policy/results.ts';
import type { PolicyRequest, PolicyRow } from '../../../../src/tui/screens/policy/row.ts';
import type { State } from '../../../../src/tui/shell/state.ts';
import { frameOf, on } from '../../support.tsx';

/** Policy with one user, one rule, and nothing that could be read of layers. */
export const view: PolicyView = {
  explanation: { missing: 'requirements.toml:1:2: not TOML' },
  lookups: {
    value: [
      {
        whom: { type: 'user', email: 'ada@example.com' },
        groups: ['eng'],
        applies: {
          by: 'rule',
          rule: { group: 'eng', policy: 'eng.toml', place: { file: 'map.yaml', line: 4, column: 3 } },
        },
        passedOver: [],
        map: 'map.yaml',
        policy: { file: 'eng.toml', fields: { allowed_sandbox_modes: ['read-only'] } },
        findings: [],
        leftOpen: [],
      },
    ],
  },
  rules: {
    value: {
      rules: ['default.rules'],
      broken: [],
      ignored: [],
      commands: [
        {
          command: ['git', 'push'],
          expect: 'forbidden',
          why: undefined,
          declaredAt: 'decisions.yaml:3:5',
          verdict: 'fail',
          decided: 'prompt',
          because: ['git push: prompt'],
          warning: undefined,
        },
      ],
    },
  },
  chain: { value: { folder: '/p', limit: 32_768, files: [] } },
};

export const readAt = new Date('2026-11-21T14:50:00Z');
export const state = policyRead(on('policy'), view, readAt);
export const shown = (one: State) => frameOf(one, { width: 220 });

/** A lint with one finding and one warning of the CLI. */
export const report: PolicyReport = {
  file: 'requirements.toml',
  kind: 'requirements',
  version: '0.139.0',
  release: '0.139.0',
  findings: [
    {
      effect: 'ignored',
      place: { file: 'requirements.toml', line: 7, column: 3 },
      field: 'allowed_sandbox_mode',
      message: 'no version knows this key',
      remedy: 'Write allowed_sandbox_modes.',
    },
  ],
  cli: { type: 'accepted', warnings: ['something odd'] },
};

export const lintRequest: PolicyRequest = { type: 'lint', file: 'requirements.toml', kind: undefined };

export const answeredWith = (
  request: PolicyRequest,
  rows: readonly PolicyRow[],
  at = '14:52',
  before = state,
) => answered(before, { id: idOf(request), request, at: new Date(`2026-11-21T${at}:00Z`), rows });

export const linted = answeredWith(lintRequest, lintRows(report));
