import { ROLES } from '../../../src/domain/people/role.ts';
import type { SourceStatus } from '../../../src/domain/plugins/sources/source-status.ts';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import { artifacts } from '../../../src/tui/screens/artifacts/rows.ts';
import { catalog } from '../../../src/tui/screens/catalog/rows.ts';
import { noPlugins, plugins } from '../../../src/tui/screens/plugins/rows.ts';
import { reviews } from '../../../src/tui/screens/reviews/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { recordOf, statusOf } from '../../support/recorded-builders.ts';
import { runbookOf, signOffOf, waiverOf } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';
import { whole } from '../screens/artifacts/support.ts';
import { command } from '../screens/catalog/support.ts';
import { review } from '../screens/reviews/support.ts';
import { incidentOf, knownRun, runsRead } from '../screens/runs/support.ts';
import { attest } from '../screens/turn/support.ts';
import { on } from '../support.tsx';

const now = new Date('2026-11-20T13:00:00.000Z');
const ada = { email: 'ada@example.com', name: 'Ada', roles: ROLES, keys: ['ssh-ed25519 AAAA'], seq: 3 };
const record = recordOf({
  signOffs: [signOffOf({ person: ada.email })],
  waivers: [waiverOf({ item: 'pilot.cases' })],
});
const runbook = runbookOf(itemText('pilot.cases'));
const { phases } = deriveRollout(record, [runbook], now);

/** A state in which somebody with every role can open nearly every form of a screen. */
export function rich(screen: string): State {
  const source: SourceStatus = {
    source: 'acme',
    state: 'experiment',
    why: null,
    unfinished: null,
    upgrading: null,
    identity: 'git https://git.example.invalid/acme at main',
    drifted: [],
    decided: undefined,
    blockers: [],
    warnings: [],
  };
  const read = { ...noPlugins, sources: [source] };
  const state = on(screen, {
    me: { email: ada.email, roles: ROLES, hasKey: true },
    people: [ada, { ...ada, email: 'bob@example.com', keys: [], roles: ['rollout owner' as const] }],
    status: statusOf({ phases, entries: 9, awaited: [{ action: attest, people: [ada.email] }] }),
    next: [attest],
    now,
  });
  const shelf = artifacts.set(plugins.set(state, read), [whole]);
  const listed = { at: 9, refusal: undefined };
  const reviewed = reviews.set(shelf, { ...listed, reviews: [review('r1')], areas: { money: 'Payments' } });
  const run = knownRun(1);
  const captured = runsRead(reviewed, {
    runs: [run, knownRun(2)],
    incidents: [incidentOf('i1', { bad: run.body.run })],
  });
  return catalog.set(captured, { ...listed, commands: [command('tests')], revision: 1 });
}
