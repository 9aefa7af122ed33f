import { describe, expect, it } from 'vitest';
import type { NextAction } from '../../../src/domain/rollout/next-action.ts';
import { artifacts } from '../../../src/tui/screens/artifacts/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { statusOf } from '../../support/recorded-builders.ts';
import { frameOf, on, press } from '../support.tsx';

const action = (given: Partial<NextAction>): NextAction => ({
  kind: 'other',
  action: 'record pilot.minutes',
  why: 'Minutes: open',
  command: 'codex-cockpit metric record pilot.minutes --help',
  role: 'rollout owner',
  subject: 'pilot.minutes',
  ...given,
});

const me: State['me'] = { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false };

const turn = (...next: NextAction[]) => on('turn', { next, me });

describe('My turn', () => {
  it('names somebody for the role that is wanted', () => {
    const staff = action({ kind: 'staff', action: 'name a security owner', wanted: 'security owner' });
    expect(press(turn(staff), 'enter').overlay).toMatchObject({
      type: 'form',
      command: 'add-person',
      fields: [
        { label: 'E-mail', value: '' },
        { label: 'Name (optional)', value: '' },
        { label: 'Roles', value: 'security owner' },
      ],
    });
  });

  it('leads to the text that waits for an approval', () => {
    const approve = action({ action: 'approve policy as rollout owner', artifact: 'policy' });
    const shelf = ['usage', 'policy'].map((id) => ({ id, declaration: { title: id }, revisions: [] }));
    const state = artifacts.set(turn(approve), shelf as never);
    expect(frameOf(state)).toContain('enter opens policy on the Artifacts screen');
    expect(press(state, 'enter')).toMatchObject({
      screen: 'artifacts',
      cursor: { artifacts: 1 },
      detail: { of: 'row', scroll: 0 },
    });
  });

  it('does not claim to do here what it only names', () => {
    const frame = frameOf(turn(action({})));
    expect(frame).not.toContain('enter does it here');
    expect(frame).toContain('in another terminal: codex-cockpit metric record pilot.minutes --help');
  });

  it('has its explanation at the bottom, however short the list is', () => {
    const lines = frameOf(turn(action({})), { height: 18 }).split('\n');
    expect(lines).toHaveLength(18);
    expect(lines.at(-1)).toContain('in another terminal:');
  });

  it('says who is awaited while nothing waits for the acting person', () => {
    const awaited = [
      { action: action({ role: 'team lead', action: 'attest pilot.cases' }), people: ['bob@x.org'] },
    ];
    const frame = frameOf({ ...turn(), status: statusOf({ awaited }) });
    expect(frame).toContain('Nothing waits for you. Awaited: team lead (bob@x.org): attest pilot.cases');
  });
});
