import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { checkFinished, draft, runFinished, runStarted } from '../../support/history.ts';
import { team } from '../../support/team.ts';
import { testWorld } from '../../support/world.ts';

const bob = ['--as', 'bob@example.com'];

async function teamAtWork() {
  const place = await team();
  const { run, json } = commandLine(place.world);
  /** Shows both items of Pilot. */
  const show = async () => {
    await place.store.append(() => [
      draft(runStarted('r1')),
      draft(checkFinished('r1')),
      draft(runFinished('r1')),
    ]);
    await run('item', 'attest', 'pilot.cases', '--note', 'docs/cases.md', ...bob);
  };
  const stateOf = async (id: string) =>
    (await json('phase')).phases.find((phase: { id: string }) => phase.id === id).state;
  return { ...place, run, json, show, stateOf };
}

describe('phase', () => {
  it('lists the four phases', async () => {
    const { run, json } = await teamAtWork();
    expect((await json('phase', 'list')).phases.map(({ id }: { id: string }) => id)).toEqual([
      ...['pilot', 'standardize', 'govern', 'scale'],
    ]);
    expect((await run('phase')).stdout.split('\n')).toHaveLength(5);
  });

  it('names the nearest phase', async () => {
    const { run } = await teamAtWork();
    expect(await run('phase', 'show', 'pilto')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "pilot"?'),
    });
  });
});

describe('the gate of a phase', () => {
  it('is signed, passed and opened again, each step recorded', async () => {
    const { run, json, show, stateOf } = await teamAtWork();
    const closed = await run('phase', 'pass', 'pilot');
    expect({ code: closed.code, stdout: closed.stdout }).toEqual({ code: 1, stdout: '' });
    expect(closed.stderr).toContain('pilot.cases');

    await show();
    for (const person of [[], bob, ['--as', 'sue@example.com']])
      await run('phase', 'sign', 'pilot', '--unsigned', ...person);
    const { phase, signatures } = await json('phase', 'show', 'pilot');
    expect(phase.sign_offs.length).toBeGreaterThan(0);
    expect(signatures).toEqual([]);
    expect(await run('phase', 'pass', 'pilot')).toMatchObject({ code: 0 });
    expect(await stateOf('pilot')).toBe('passed');

    expect(await run('phase', 'revisit', 'pilot', '--reason', 'new repositories joined')).toMatchObject({
      code: 0,
    });
    expect(await stateOf('pilot')).toBe('current');
  });

  it('loses a sign-off that is withdrawn', async () => {
    const { run, json, show } = await teamAtWork();
    await show();
    await run('phase', 'sign', 'pilot', '--unsigned');
    const before = (await json('phase', 'show', 'pilot')).phase.sign_offs;
    await run('phase', 'withdraw', 'pilot', '--reason', 'signed too early');
    const after = (await json('phase', 'show', 'pilot')).phase.sign_offs;
    expect([before.length, after.length]).toEqual([1, 0]);
    expect(await run('phase', 'withdraw', 'pilot', '--reason', 'again')).toMatchObject({
      code: 1,
      stdout: '',
    });
  });

  it('is not signed in a role that does not exist', async () => {
    const { run } = await teamAtWork();
    expect(await run('phase', 'sign', 'pilot', '--role', 'boss')).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('rollout', () => {
  it('moves the pin, and says which items to look at', async () => {
    const { run, json, show } = await teamAtWork();
    await show();
    const planned = ['rollout', 'pin', '0.150.0', '--reason', 'the upgrade suite passed', '--dry-run'];
    expect(await run(...planned)).toEqual({
      code: 0,
      stdout:
        'The pin stays 0.139.0. A move to 0.150.0:\n' +
        '  pilot.version is satisfied and will be stale: gathered on 0.139.0; the pin is 0.150.0\n' +
        '  scale.upgrades is open and will be stale: gathered on 0.139.0; the pin is 0.150.0\n',
      stderr: '',
    });
    const stale = { item: 'pilot.version', before: 'satisfied', after: 'stale' };
    expect(await json(...planned)).toMatchObject({
      from: '0.139.0',
      to: '0.150.0',
      items: expect.arrayContaining([expect.objectContaining(stale)]),
    });
    expect(await json('status')).toMatchObject({ pin: '0.139.0' });
    expect(await run('rollout', 'pin', '0.150.0', '--reason', 'the upgrade suite passed')).toEqual({
      code: 0,
      stdout:
        'The pin is 0.150.0.\n' +
        '  pilot.version was satisfied and is stale: gathered on 0.139.0; the pin is 0.150.0\n' +
        '  scale.upgrades was open and is stale: gathered on 0.139.0; the pin is 0.150.0\n',
      stderr: 'Next: codex-cockpit item list --state stale\n',
    });
    const { items } = await json('item', 'list', '--state', 'stale');
    expect(items.map(({ id }: { id: string }) => id)).toContain('pilot.version');
  });

  it('records where Codex is used', async () => {
    const { run, json } = await teamAtWork();
    expect(await run('rollout', 'surface', 'local')).toMatchObject({ stdout: 'Codex is used local.\n' });
    expect(await json('rollout', 'surface', 'both')).toMatchObject({ surfaces: ['local', 'cloud'] });
    expect(await run('rollout', 'surface', 'moon')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It must be local, cloud or both.'),
    });
  });
});

describe('next', () => {
  it('names what a person could do, and how much more there is', async () => {
    const { run, json } = await teamAtWork();
    const { person, actions, more } = await json('next', '-n', '1', ...bob);
    expect({ person, shown: actions.length }).toEqual({ person: 'bob@example.com', shown: 1 });
    expect(more).toBeGreaterThan(0);
    expect(actions[0].command).toMatch(/^codex-cockpit /);
    expect((await run('next', '--person', 'sue@example.com')).stdout).toContain('sue@example.com');
  });

  it('says how to begin while there is no rollout', async () => {
    expect(await commandLine(testWorld()).run('next')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('codex-cockpit init'),
    });
  });
});

describe('status', () => {
  it.each([
    ['text', /^Acme/m],
    ['markdown', /^#+ Acme/m],
    ['html', /^<!doctype html>/i],
  ])('is printed as %s', async (format, start) => {
    const { run } = await teamAtWork();
    const { code, stdout } = await run('status', '--format', format);
    expect({ code, matches: start.test(stdout) }).toEqual({ code: 0, matches: true });
  });
});
