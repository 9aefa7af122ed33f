import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

const bob = ['--as', 'bob@example.com'];
const sue = ['--as', 'sue@example.com'];
const item = 'pilot.cases';

async function teamAtWork() {
  const place = await team();
  const { run, json } = commandLine(place.world);
  const stateOf = async (id: string) => (await json('item', 'show', id)).item.state;
  return { ...place, run, json, stateOf };
}

describe('item withdraw', () => {
  it('takes an attestation back, so that the item is open again, and the history says why', async () => {
    const { run, json, stateOf } = await teamAtWork();
    await run('item', 'attest', item, '--note', 'docs/cases.md', ...bob);
    expect(await stateOf(item)).toBe('satisfied');
    const { code, stdout } = await run('item', 'withdraw', item, '--reason', 'the wrong file', ...bob);
    expect({ code, first: stdout.split('\n')[0] }).toEqual({ code: 0, first: expect.stringContaining(item) });
    expect(await stateOf(item)).toBe('open');
    const [newest] = (await json('history', '-n', '1')).entries;
    expect(newest).toMatchObject({
      actor: 'bob@example.com',
      subject: `item/${item}`,
      body: { reason: 'the wrong file' },
    });
  });

  it('takes a waiver back before its time', async () => {
    const { run, stateOf } = await teamAtWork();
    await run('item', 'waive', item, '--reason', 'holidays', '--for', '14d', ...sue);
    expect(await stateOf(item)).toBe('waived');
    expect(await run('item', 'withdraw', item, '--reason', 'they are over', ...sue)).toMatchObject({
      code: 0,
    });
    expect(await stateOf(item)).toBe('open');
  });

  it('needs a reason, an item that exists, and something to withdraw', async () => {
    const { run } = await teamAtWork();
    expect(await run('item', 'withdraw', item, ...bob)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("required option '--reason <text>' not specified"),
    });
    expect(await run('item', 'withdraw', 'pilot.casess', '--reason', 'x', ...bob)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "pilot.cases"?'),
    });
    const { code, stderr } = await run('item', 'withdraw', item, '--reason', 'x', ...bob);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: 'error: pilot.cases is neither attested nor waived\nThere is nothing to withdraw.\n',
    });
  });
});

describe('item list', () => {
  it('shows the items of a phase, or those in a state', async () => {
    const { run, json } = await teamAtWork();
    const ids = async (...flags: string[]) =>
      (await json('item', 'list', ...flags)).items.map(({ id }: { id: string }) => id);
    const ofPilot = await ids('--phase', 'pilot');
    expect(ofPilot).toEqual(expect.arrayContaining(['pilot.version', 'pilot.cases']));
    expect((await ids()).length).toBeGreaterThan(ofPilot.length);
    await run('item', 'attest', item, '--note', 'docs/cases.md', ...bob);
    expect(await ids('--state', 'satisfied')).toEqual([item]);
    expect(await run('item', 'list', '--state', 'fine')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Allowed choices are'),
    });
  });
});

describe('item attest', () => {
  it('is refused without the role of the owner, and in a read-only session', async () => {
    const { run, stateOf } = await teamAtWork();
    expect(await run('item', 'attest', item, '--note', 'x', ...sue)).toMatchObject({ code: 1, stdout: '' });
    expect(await run('item', 'attest', item, '--note', 'x', '--read-only', ...bob)).toMatchObject({
      code: 2,
      stderr: 'error: this session is read-only: nothing is recorded\nLeave out --read-only.\n',
    });
    expect(await stateOf(item)).toBe('open');
  });
});
