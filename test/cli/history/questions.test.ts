import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';
import { testWorld } from '../../support/world.ts';

async function teamAtWork() {
  const place = await team();
  return { ...place, ...commandLine(place.world) };
}

describe('audit as-of', () => {
  it('shows pin and people as they were at an entry', async () => {
    const { run, json } = await teamAtWork();
    const { entries } = await json('history', '-n', '1');
    await run('rollout', 'pin', '0.150.0', '--reason', 'newer');
    await run('people', 'add', 'eve@example.com', '--role', 'team lead');
    const then = await json('audit', 'as-of', String(entries[0].seq));
    expect(then).toMatchObject({ format: 'codex-cockpit/as-of', rollout: { pin: '0.139.0' } });
    expect(then.people.map(({ email }: { email: string }) => email)).not.toContain('eve@example.com');
    expect((await run('audit', 'as-of', '2026-11-20')).stdout).toContain('0.150.0');
  });
});

describe('audit changes', () => {
  it('lists what differs between two moments, the earlier one first', async () => {
    const { run, json } = await teamAtWork();
    const { entries } = await json('history', '-n', '1');
    const from = String(entries[0].seq);
    await run('rollout', 'pin', '0.150.0', '--reason', 'newer');
    const { changes } = await json('audit', 'changes', '--from', from);
    expect(changes).toContainEqual(expect.objectContaining({ before: '0.139.0', after: '0.150.0' }));
    const latest = String(entries[0].seq + 1);
    expect(await run('audit', 'changes', '--from', latest, '--to', from)).toEqual({
      code: 2,
      stdout: '',
      stderr: 'error: --from is later than --to\nExchange them.\n',
    });
  });
});

describe('audit decisions', () => {
  it('takes one ground at a time', async () => {
    const { run, json } = await teamAtWork();
    expect(await run('audit', 'decisions', '--on-entry', '1', '--on-cli', '0.139.0')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--on-entry and --on-cli exclude each other'),
    });
    expect(await json('audit', 'decisions', '--on-cli', '9.9.9')).toMatchObject({ decisions: [] });
  });
});

describe('audit review', () => {
  it('exits with 1 when somebody acted without the right, and names the entry', async () => {
    const { run, json, store } = await teamAtWork();
    expect(await run('audit', 'review')).toMatchObject({ code: 0 });
    // The program refuses this; a changed program would not.
    const added = { v: 1, email: 'eve@example.com', name: null, roles: ['rollout owner'], keys: [] } as const;
    const [entry] = await store.append(() => [
      {
        actor: 'eve@example.com',
        subject: 'person/eve@example.com',
        event: { kind: 'person.recorded', body: { ...added, roles: [...added.roles], keys: [] } },
      },
    ]);
    const { code, stdout } = await run('audit', 'review');
    expect({ code, namesEve: stdout.includes('eve@example.com') }).toEqual({ code: 1, namesEve: true });
    expect((await json('audit', 'review')).findings).toContainEqual(
      expect.objectContaining({ entry: entry?.seq, kind: 'unauthorised' }),
    );
  });
});

describe('audit key and checkpoint', () => {
  it('make a key with the first checkpoint, and another one on request', async () => {
    const { run, json } = await teamAtWork();
    const { stdout: note, stderr } = await run('audit', 'checkpoint');
    expect(note).toContain('\u2014 ');
    expect(stderr).toContain('Recorded in the history only.');
    const first = await json('audit', 'key');
    expect(first).toMatchObject({ format: 'codex-cockpit/key', earlier: [] });
    const second = await json('audit', 'key', '--new');
    expect(second.earlier).toEqual([first.key]);
    expect((await run('audit', 'key')).stdout).toBe(`${second.key}\n`);
    expect(await json('audit', 'checkpoint', '--if-due')).toMatchObject({ due: false, checkpoint: null });
  });

  it('cannot be remembered and forgotten at once', async () => {
    const { run } = await teamAtWork();
    expect(await run('audit', 'checkpoint', '--remember', '/x/', '--forget')).toMatchObject({ code: 2 });
  });
});

describe('audit prove and verify-proof', () => {
  it('show an entry to a person without the database', async () => {
    const { run, json } = await teamAtWork();
    await run('audit', 'checkpoint');
    expect(await run('audit', 'prove', '1', '--out', 'entry-1.tlog-proof')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/^Written to .*entry-1\.tlog-proof\n$/),
    });
    const { key } = await json('audit', 'key');
    expect(await run('audit', 'verify-proof', 'entry-1.tlog-proof', '--key', key)).toMatchObject({ code: 0 });
    expect(await run('audit', 'verify-proof', 'none.tlog-proof')).toMatchObject({ code: 2 });
  });
});

describe('questions without a history', () => {
  it.each([['as-of', '1'], ['decisions'], ['review'], ['prove', '1'], ['key'], ['checkpoint']])(
    'audit %s says that there is no database',
    async (...args) => {
      expect(await commandLine(testWorld()).run('audit', ...args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('there is no database'),
      });
    },
  );
});
