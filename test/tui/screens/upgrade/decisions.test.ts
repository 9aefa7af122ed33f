import { describe, expect, it } from 'vitest';
import type { Rehearsal } from '../../../../src/domain/upgrade/rehearsal/rehearsal.ts';
import { upgrade } from '../../../../src/tui/screens/upgrade/read.ts';
import { otherRun } from '../../../../src/tui/shell/guards.ts';
import type { Doing, State } from '../../../../src/tui/shell/state.ts';
import { doWork } from '../../../../src/tui/shell/work.ts';
import { askedIn, confirmed, formIn, goBack, refusedIn, valuesIn } from '../../asking.ts';
import { change, fill, press, pressed, refusalOf, type, wholeFrame } from '../../support.tsx';
import { suiteOf } from '../checks/support.ts';
import { headOf, rehearsed } from './support.ts';

const me = (...roles: NonNullable<State['me']>['roles']) => ({
  me: { email: 'ada@example.com', roles, hasKey: false },
});
const owner = rehearsed(me('rollout owner'));
const suite = suiteOf('a.b', 'c.d');

describe('w', () => {
  it('waives the selected blocker for as long as is said', () => {
    const form = press(owner, 'w');
    expect(valuesIn(form)).toEqual({ Reason: '', 'For how long': '30d' });
    const asked = fill(form, 'retired next week', '14d');
    expect(askedIn(asked)).toEqual([
      'Go on in spite of commands: codex mcp-server for 14d?',
      expect.anything(),
      expect.stringContaining(
        'upgrade.waived: commands: codex mcp-server of entry 12, by ada@example.com, for 14d, because "retired next week"',
      ),
      ...askedIn(asked).slice(3),
    ]);
    expect(confirmed(asked)).toMatchObject({
      name: 'waive-blocker',
      input: { rehearsal: '12', difference: 'commands: codex mcp-server', days: '14d' },
    });
    goBack(owner, 'w', asked);
  });

  it('needs a reason, days, a blocker and the role', () => {
    expect(refusedIn(fill(press(owner, 'w'), '', '30d'))).toContain('Reason: a reason is needed');
    expect(refusedIn(fill(press(owner, 'w'), 'x', 'soon'))).toContain('For how long: ');
    expect(refusalOf(press(owner, 'j'), 'w')).toBe('a warning does not block');
    expect(refusalOf(rehearsed(me('platform engineer')), 'w')).toBe(
      'needs the role rollout owner or security owner',
    );
    expect(refusalOf({ ...owner, readOnly: true }, 'w')).toBe('this session is read-only');
  });
});

describe('S', () => {
  const signature = {
    ...{ rehearsal: 'x', role: 'platform engineer' as const, by: 'bob@example.com' },
    ...{ at: '2026-11-22T11:00:00.000Z', seq: 20 },
  };
  const both = rehearsed({
    ...me('platform engineer', 'security owner'),
    decision: { signatures: [signature] },
  });

  it('offers the roles that one has, first the one that nobody has signed as', () => {
    expect(formIn(press(both, 'S')).fields[0]).toMatchObject({
      value: 'security owner',
      choices: ['platform engineer', 'security owner'],
      notes: { 'platform engineer': 'signed by bob@example.com', 'security owner': 'nobody has signed' },
    });
    const asked = press(type(press(both, 'S', 'enter'), 'read it all'), 'enter');
    expect(askedIn(asked).join('\n')).toContain(
      'upgrade.signed: the rehearsal of entry 12 as security owner, by ada@example.com, note "read it all"',
    );
    expect(confirmed(asked).input).toEqual({
      rehearsal: '12',
      role: 'security owner',
      note: 'read it all',
    });
  });

  it('is not for who has neither role', () => {
    expect(refusalOf(owner, 'S')).toBe('needs the role platform engineer or security owner');
  });
});

describe('a', () => {
  it('explains what is in the way, and asks nothing', () => {
    const shown = press(owner, 'a');
    expect(shown).toMatchObject({
      overlay: undefined,
      detail: { of: 'in the way of an approval' },
      notice: '2 things are in the way of an approval',
    });
  });

  it('asks for a reason once nothing is in the way, looks at what goes stale, and lists that', () => {
    const ready = rehearsed({ ...me('rollout owner'), decision: { obstacles: [] } });
    const [looking, effect] = pressed(type(press(ready, 'a'), 'we need it'), ['enter']);
    expect(looking.notice).toBe('looking at what it leads to…');
    expect(effect).toMatchObject({
      name: 'look-before-approve-upgrade',
      input: { rehearsal: '12', reason: 'we need it', to: '0.169.0' },
    });
  });

  it('is for who approves upgrades, once it is known what is in the way', () => {
    expect(refusalOf(rehearsed(me('platform engineer')), 'a')).toBe('needs the role rollout owner');
    const unknown = rehearsed({ ...me('rollout owner'), read: { decision: undefined } });
    expect(refusalOf(unknown, 'a')).toBe('what is in the way is being read');
  });
});

describe('X', () => {
  it('rejects with a reason', () => {
    const asked = fill(press(owner, 'X'), 'our scripts call mcp-server');
    expect(askedIn(asked).join('\n')).toMatch(
      /Reject the upgrade from 0\.139\.0 to 0\.169\.0\? The pin stays\.[\s\S]*upgrade\.rejected: the rehearsal of entry 12, because "our scripts call mcp-server"/,
    );
    expect(confirmed(asked)).toMatchObject({ name: 'reject-upgrade' });
    expect(refusalOf(rehearsed(me('team lead')), 'X')).toContain('needs the role platform engineer or');
  });
});

describe('r', () => {
  const state = rehearsed({ suite, read: { versions: ['0.139.0', '0.150.0', '0.169.0'] } });

  it('offers the installed versions but the pin, and looks at the candidate before it asks', () => {
    const form = press(state, 'r');
    expect(formIn(form).fields[0]).toMatchObject({ choices: ['0.150.0', '0.169.0'] });
    const filled = type(press(form, 'down', 'enter', 'enter'), 'services/api, tools');
    const [, effect] = pressed(press(filled, 'enter', 'enter'), ['enter']);
    expect(effect).toMatchObject({
      name: 'look-before-rehearse-upgrade',
      input: { to: '0.150.0', from: '', folders: ['services/api', 'tools'], projects: [], pin: '0.139.0' },
    });
    expect(refusedIn(press(form, 'enter', 'enter', 'enter', 'enter', 'enter'))).toContain(
      'Candidate: name an',
    );
  });

  it('waits for the suite and for what is in progress', () => {
    expect(refusalOf(owner, 'r')).toBe('the suite is being read');
    const going = otherRun.set(state, { what: 'rehearsing 0.139.0 to 0.150.0', since: 0, stopping: false });
    for (const key of ['r', 'I', 'b'])
      expect(refusalOf(going, key)).toBe('rehearsing 0.139.0 to 0.150.0 is in progress');
  });
});

describe('what takes long', () => {
  const going = otherRun.set(rehearsed({ suite }), {
    ...{ what: 'rehearsing 0.139.0 to 0.150.0', since: 0, stopping: false },
    ...{ done: 29, planned: 130, step: 'cli.path on the pin' },
  });

  it.each([60, 80, 120])(
    'is in the status line of every screen at a width of %i, and can be stopped',
    (width) => {
      for (const screen of ['upgrade', 'checks'])
        expect(wholeFrame({ ...going, screen }, { width })).toMatch(
          /rehearsing 0\.139\.0 to 0\.150\.0 █+░+ 29\/130, /,
        );
      const [stopping, effect] = pressed(going, ['s']);
      expect(stopping.notice).toBe('stopping: rehearsing 0.139.0 to 0.150.0…');
      expect(effect?.name).toBe('stop-upgrade-work');
      expect(refusalOf(rehearsed(), 's')).toBe('nothing is in progress here');
      const later = otherRun.set(going, { what: 'x', since: 0, stopping: true });
      expect(refusalOf(later, 's')).toBe('it is stopping');
      expect(wholeFrame(later)).toContain('stopping…');
    },
  );

  /** Does work in a state, which `stop` stops. */
  async function work<T>(task: Parameters<typeof doWork<T>>[2], stops = false) {
    let state = rehearsed();
    const seen: string[] = [];
    const controller = new AbortController();
    const doing = {
      change: (made) => {
        state = change(state, made);
        const { done, planned, step } = otherRun.of(state) ?? {};
        seen.push(otherRun.of(state) ? `${done ?? '-'}/${planned ?? '-'} ${step ?? ''}` : 'over');
      },
      run: async (carryOut) => {
        if (stops) controller.abort();
        await carryOut(controller.signal);
      },
    } as Partial<Doing> as Doing;
    return { result: await doWork(doing, 'something', task).catch(String), seen };
  }

  it('shows its progress until it ends, with or without a failure', async () => {
    const fine = await work(async (_, onProgress) => {
      onProgress({ done: 1, planned: 2, step: 'one' });
      return 'done';
    });
    expect(fine).toEqual({ result: 'done', seen: ['-/- ', '1/2 one', 'over'] });
    const fails = async () => {
      throw new Error('no disk');
    };
    expect(await work(fails)).toMatchObject({ result: 'Error: no disk', seen: ['-/- ', 'over'] });
    expect(await work(fails, true)).toMatchObject({ result: undefined });
  });
});

describe('I', () => {
  it('asks for a version, and records nothing', () => {
    const asked = fill(press(owner, 'I'), '0.150.0');
    expect(askedIn(asked)[0]).toBe('Install Codex CLI 0.150.0 beside the others with npm?');
    expect(confirmed(asked)).toMatchObject({ name: 'install-version', input: { version: '0.150.0' } });
    expect(refusedIn(fill(press(owner, 'I'), ''))).toContain('Version: name one exact version');
    expect(refusalOf({ ...owner, readOnly: true }, 'I')).toBeUndefined();
  });
});

describe('b', () => {
  const way = {
    ...{ pin: '0.169.0', to: '0.139.0', rehearsed: '40' },
    paths: { pin: undefined, to: undefined },
    blockers: ['config: a, b', 'commands: codex plugins'],
  };
  const state = rehearsed({ ...me('rollout owner'), suite, read: { wayBack: way } });

  it('names the way back, and the blockers that can be accepted', () => {
    const [to, , accept] = formIn(press(state, 'b')).fields;
    expect(to).toMatchObject({ value: '0.139.0' });
    expect(accept).toMatchObject({ choices: ['config: a; b', 'commands: codex plugins'], many: true });
  });

  it('needs a way back and the role', () => {
    const none = upgrade.set(state, { ...upgrade.of(state), wayBack: undefined });
    expect(refusalOf(none, 'b')).toBe('the pin never moved, so there is no way back');
    expect(refusalOf({ ...state, ...me('security owner') }, 'b')).toContain('needs the role');
  });
});

describe('a session that cannot decide', () => {
  it('still looks at everything', () => {
    const none = rehearsed({ readOnly: true });
    for (const key of ['S', 'a', 'X', 'r', 'b', 'w']) expect(refusalOf(none, key)).toBeDefined();
    const head = headOf(upgrade.of(none).shown?.rehearsal as Rehearsal, 3);
    const two = upgrade.set(none, { ...upgrade.of(none), heads: [...upgrade.of(none).heads, head] });
    for (const key of ['m', 'c', 'enter', 'right']) expect(press(two, key).notice).toBeUndefined();
  });
});
