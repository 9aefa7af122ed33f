import { describe, expect, it } from 'vitest';
import { turnScreen } from '../../../../src/tui/screens/turn/screen.tsx';
import type { State } from '../../../../src/tui/shell/state.ts';
import { hostile, statusOf } from '../../../support/recorded-builders.ts';
import { frameOf, on, paneOf, press, wholeFrame } from '../../support.tsx';
import { action, attest, board, turn, write } from './support.ts';

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

  it('keeps the cursor on a row when those of others are hidden under it', () => {
    const hidden = press(board, 'G', 'o');
    expect(lines(hidden)[0]).toMatch(/▸ you +attest pilot\.cases/);
    expect(lines(press(hidden, 'o'))[0]).toMatch(/▸ you/);
  });

  it('in the order of a column, the same rows with the cursor on the same one', () => {
    const first = (state: State) =>
      lines(state)
        .slice(0, 4)
        .map((line) => line.slice(2).split(/ {2,}/)[0]);
    expect(first(press(board, 'O'))).toEqual(['you', 'bob', 'zoe +1', 'no one']);
    expect(first(press(board, 'O', 'O'))).toEqual(['no one', 'zoe +1', 'bob', 'you']);
    const byAction = press(board, 'O', 'O', 'O');
    expect(paneOf(frameOf(byAction))[0]).toContain('ACTION↑');
    expect(first(byAction)).toEqual(['you', 'no one', 'zoe +1', 'bob']);
    expect(lines(byAction)[0]).toMatch(/^▸ you/);
    // By what it is for: optional comes before Pilot.
    expect(first(press(byAction, 'O', 'O'))[0]).toBe('bob');
  });

  it('filtered by who, what, why and role', () => {
    const found = (filter: string) => turnScreen.rowIds({ ...board, filter: { turn: filter } });
    expect(found('bob')).toEqual([expect.stringContaining('pilot.policy')]);
    expect(found('!attest')).toEqual([]);
    expect(found('team lead sign')).toHaveLength(1);
    expect(found('security owner')).toHaveLength(2);
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
