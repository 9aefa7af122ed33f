import { describe, expect, it } from 'vitest';
import { deriveRollout } from '../../../src/domain/rollout/derive-rollout.ts';
import type { AwaitedAction, NextAction } from '../../../src/domain/rollout/next-action.ts';
import { artifacts } from '../../../src/tui/screens/artifacts/rows.ts';
import type { State } from '../../../src/tui/shell/state.ts';
import { hostile, recordOf, statusOf } from '../../support/recorded-builders.ts';
import { runbookOf, twoItems } from '../../support/rollout-builders.ts';
import { itemText } from '../../support/runbooks.ts';
import { frameOf, on, paneOf, press, refusalOf, wholeFrame } from '../support.tsx';

const action = (given: Partial<NextAction> = {}): NextAction => ({
  kind: 'attest',
  action: 'attest pilot.cases',
  why: 'Cases: open, not attested yet',
  command: 'codex-cockpit item attest pilot.cases',
  role: 'rollout owner',
  subject: 'pilot.cases',
  ...given,
});

const attest = action();
const sign = action({
  kind: 'sign',
  action: 'sign the gate of Pilot as team lead',
  role: 'team lead',
  subject: 'pilot',
});
const write = action({
  kind: 'artifact',
  action: 'write policy',
  role: 'security owner',
  subject: 'pilot.policy',
  key: 'policy',
});
const other = action({ action: 'attest pilot.risks', role: 'security owner', subject: 'pilot.risks' });

const me: State['me'] = { email: 'ada@example.com', roles: ['rollout owner'], hasKey: false };

const book = runbookOf(
  twoItems +
    itemText('pilot.policy', { evidence: '[{artifact: policy}]', more: 'required: false' }) +
    itemText('pilot.risks', { owner: 'security owner' }),
);
const { phases } = deriveRollout(recordOf(), [book], new Date('2026-11-20T13:00:00.000Z'));

/** My turn with what waits for Ada, and what waits for others by their addresses. */
function turn(
  next: readonly NextAction[],
  others: readonly AwaitedAction[] = [],
  more: Partial<State> = {},
): State {
  const mine = next.map((one) => ({ action: one, people: ['ada@example.com'] }));
  return on('turn', { next, me, status: statusOf({ phases, awaited: [...mine, ...others] }), ...more });
}

const board = turn(
  [attest],
  [
    { action: sign, people: ['zoe@example.com', 'sam@example.com'] },
    { action: write, people: ['bob@example.com'] },
    { action: other, people: [] },
    { action: action({ ...other, action: 'attest pilot.more', subject: 'pilot.more' }), people: [] },
  ],
);

const lines = (state: State) => paneOf(frameOf(state, { height: 14 })).slice(1);

describe('My turn shows what is awaited', () => {
  it('of me first, then of others by person, then of roles that no one has', () => {
    const [mine, bob, zoe, nobody] = lines(board);
    expect(mine).toMatch(/▸ you +attest pilot\.cases +Pilot +○ open/);
    expect(bob).toMatch(/bob +write policy +optional +○ open/);
    expect(zoe).toMatch(/zoe \+1 +sign the gate of Pilot as team lead +Pilot +▶ current/);
    expect(nobody).toMatch(/no one +security owner \(2\): attest pilot/);
  });

  it('and how far the gate is that waits', () => {
    expect(frameOf(board)).toContain('Pilot: Gate ░░░░░░░░░░ 0/3 required · 0 of 1 signed');
  });

  it('without what waits for others after o, and with it after another', () => {
    const alone = press(board, 'o');
    expect(lines(alone)[0]).toMatch(/▸ you +attest pilot\.cases/);
    expect(frameOf(alone)).not.toContain('write policy');
    expect(frameOf(press(alone, 'o'))).toContain('write policy');
  });

  it('why the gate is closed, to somebody for whom nothing waits', () => {
    const idle = turn([], [{ action: write, people: ['bob@example.com'] }]);
    expect(frameOf(idle)).toContain(
      'Nothing waits for you. The gate of Pilot is closed for 4 reasons: pilot.version is open: the check',
    );
    expect(frameOf(press(idle, 'o'))).toContain('o shows what waits for others');
  });

  it('who gives roles, to somebody who has none', () => {
    const people = [
      { email: 'ada@example.com', name: undefined, roles: ['rollout owner' as const], keys: [], seq: 1 },
    ];
    const stranger = { email: 'eve@example.com', roles: [], hasKey: false };
    const state = turn([], [{ action: attest, people: ['ada@example.com'] }], { me: stranger, people });
    expect(frameOf(state)).toContain(
      'You have no role in this rollout; a rollout owner gives one: ada@example.com.',
    );
    expect(frameOf(state)).toMatch(/ada +attest pilot\.cases/);
  });

  it('nothing before there is a rollout, while it is read, and where the filter leaves nothing', () => {
    expect(frameOf(on('turn', { status: undefined }))).toContain('reading the history…');
    expect(frameOf(on('turn', { status: statusOf({ rollout: undefined }) }))).toContain('No rollout yet.');
    expect(frameOf({ ...board, filter: { turn: 'nothing-such' } })).toContain('nothing passes the filter');
    expect(frameOf({ ...board, filter: { turn: 'security' } })).toMatch(/no one +security owner/);
  });

  it('keeps apart what differs in a narrow terminal, and obeys no control sequence', () => {
    const long = (end: string) =>
      action({ action: `attest ${hostile}`, subject: `pilot.${end}`, why: hostile });
    const frame = wholeFrame(
      turn([long('one')], [{ action: long('two'), people: [`${hostile}@example.com`] }]),
      {
        width: 60,
        height: 16,
      },
    );
    for (const sequence of ['\u001b[2J', '\u202e', '\u0007']) expect(frame).not.toContain(sequence);
    expect(frame).toMatch(/▸ you +attest evil/);
  });
});

it('tells people of the same name apart by their whole addresses', () => {
  const two = ['sam@one.org', 'sam@two.org'].map((email, place) => ({
    action: action({ action: `attest pilot.${place}`, subject: `pilot.${place}` }),
    people: [email],
  }));
  const frame = frameOf(turn([], two));
  expect(frame).toMatch(/sam@one\.org +attest pilot\.0/);
  expect(frame).toMatch(/sam@two\.org +attest pilot\.1/);
});

describe('enter on My turn', () => {
  const enter = (next: NextAction, more: Partial<State> = {}) => press(turn([next], [], more), 'enter');

  it('names somebody for the role that is wanted', () => {
    const staff = action({ kind: 'staff', action: 'name a security owner', wanted: 'security owner' });
    expect(enter(staff).overlay).toMatchObject({
      command: 'add-person',
      fields: [
        { label: 'E-mail' },
        { label: 'Name (optional)' },
        { label: 'Roles', value: 'security owner' },
      ],
    });
  });

  it('states, signs and passes with the same question as on the Rollout screen', () => {
    expect(enter(attest).overlay).toMatchObject({ command: 'attest', about: 'pilot.cases' });
    const lead = { ...me, roles: ['team lead' as const] };
    expect(enter({ ...sign }, { me: lead }).overlay).toMatchObject({
      question: 'Sign the gate of Pilot as team lead?',
    });
    const pass = action({ kind: 'pass', action: 'pass the gate of Pilot', subject: 'pilot' });
    expect(enter(pass).overlay).toMatchObject({ question: 'Pass the gate of Pilot?' });
  });

  it('asks for the value of a metric', () => {
    const metric = action({ kind: 'metric', action: 'record rate', key: 'rate', subject: 'scale.rate' });
    expect(enter(metric).overlay).toMatchObject({
      command: 'record-metric',
      fields: [{ label: 'Metric', value: 'rate' }, {}, {}, {}, {}, {}],
    });
  });

  it('runs the check that an item waits for', () => {
    const check = action({
      kind: 'check',
      action: 'run the check cli.version',
      key: 'cli.version',
      subject: 'pilot.version',
    });
    expect(enter(check).overlay).toMatchObject({
      question: 'Run cli.version against pin 0.139.0?',
      effect: { name: 'run', input: { ids: ['cli.version'] } },
    });
  });

  it('leads to the text that waits for an approval', () => {
    const shelf = ['usage', 'policy'].map((id) => ({ id, declaration: { title: id }, revisions: [] }));
    const state = press(artifacts.set(turn([write]), shelf as never), 'enter');
    expect(state).toMatchObject({ screen: 'artifacts', cursor: { artifacts: 1 }, detail: { of: 'row' } });
  });

  it('opens what waits for another: what it blocks, who could do it, and how', () => {
    const open = press(board, 'j', 'j', 'enter');
    expect(open.overlay).toBeUndefined();
    const text = frameOf(open);
    expect(text).toContain('blocks   the gate of Pilot');
    expect(text).toContain('who      zoe@example.com, sam@example.com (team lead)');
  });

  it('names somebody for a role that no one has, and + does so too', () => {
    const vacancy = press(board, 'G');
    for (const key of ['enter', '+'])
      expect(press(vacancy, key).overlay).toMatchObject({
        command: 'add-person',
        fields: [{}, {}, { label: 'Roles', value: 'security owner' }],
      });
    const reader = press({ ...vacancy, readOnly: true }, 'enter');
    expect(reader.overlay).toBeUndefined();
    expect(frameOf(reader)).toContain('No one has the role security owner. + names a person for it.');
  });

  it('and other keys act on the item of the row', () => {
    expect(press(board, 'w').overlay).toMatchObject({ command: 'waive', about: 'pilot.cases' });
    expect(press(board, 'H')).toMatchObject({
      screen: 'history',
      filter: { history: 'subject:item/pilot.cases' },
    });
    expect(refusalOf(press(board, 'G'), 'a')).toBe('needs the role security owner');
    expect(refusalOf({ ...board, readOnly: true }, 'a')).toBe('this session is read-only');
  });

  it('and enter in an open detail leads on to its gate and its people, escape back', () => {
    const chooser = press(board, 'j', 'j', 'enter', 'enter');
    expect(wholeFrame(chooser)).toContain('gate of the phase pilot');
    const gate = press(chooser, 'enter');
    expect(gate).toMatchObject({ screen: 'rollout', detail: { of: 'gate' } });
    expect(press(gate, 'esc')).toMatchObject({ screen: 'turn', detail: { of: 'row' } });
  });

  it('leads to the reviews, and asks for a statement about the models of cloud tasks', () => {
    const reviews = enter(action({ kind: 'review', key: 'high-risk-change' }));
    expect(reviews).toMatchObject({
      screen: 'reviews',
      notice: 'no review high-risk-change is open; n starts one',
    });
    expect(enter(action({ kind: 'review', key: 'models.cloud' })).overlay).toMatchObject({
      command: 'attest-models',
      fields: [{ label: 'Statement', value: '' }, { label: 'Seen on' }],
    });
    const command = enter(action({ kind: 'catalog', key: 'tests' }));
    expect(command).toMatchObject({ screen: 'catalog', overlay: { command: 'run-command', about: 'tests' } });
  });
});
