import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { rehearsedUpgrade } from '../../support/rehearsed-upgrade.ts';
import { team } from '../../support/team.ts';

/** Everybody at their own command line, in a team whose candidate was rehearsed with one blocker. */
async function people() {
  const { as, world } = await rehearsedUpgrade();
  const notes = join(world.root, 'notes.md');
  writeFileSync(notes, '# 0.169.0 (2026-11-01)\n- `codex mcp-server` is gone\n- Faster\n');
  return {
    world,
    notes,
    ada: commandLine(as('ada')),
    bob: commandLine(as('bob')),
    sue: commandLine(as('sue')),
    aud: commandLine(as('aud')),
  };
}

/** The same, with everything done that an approval asks for. */
async function ready() {
  const found = await people();
  const { bob, sue, notes } = found;
  await bob.run('changelog', 'import', notes);
  await bob.run('changelog', 'review', '0.169.0');
  await sue.run('upgrade', 'waive', 'mcp-server', '--reason', 'retired next week', '--for', '10d');
  await bob.run('upgrade', 'sign');
  await sue.run('upgrade', 'sign', '--role', 'security-owner', '--note', 'read it');
  return found;
}

describe('upgrade status', () => {
  it('says before a rehearsal what is due, and what to do', async () => {
    const { as } = await team();
    const { code, stdout, stderr } = await commandLine(as('bob')).run('upgrade', 'status');
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing was rehearsed yet.');
    expect(stdout).toContain('Release notes are read every 7 days: never yet, so it is due now');
    expect(stderr).toContain('codex-cockpit upgrade rehearse --to VERSION');
  });

  it('names everything that is in the way with the command that removes it, and exits with 1', async () => {
    const { bob } = await people();
    const { code, stdout } = await bob.run('upgrade', 'status');
    expect(code).toBe(1);
    expect(stdout).toContain('0.139.0 → 0.169.0');
    expect(stdout).toContain('blocker: commands: codex mcp-server');
    expect(stdout).toContain('codex-cockpit changelog import FILE');
    expect(stdout).toContain("codex-cockpit upgrade sign --role 'platform engineer'");
  });

  it('says once nothing is in the way who waived, reviewed and signed, and exits with 0', async () => {
    const { bob } = await ready();
    const { code, stdout } = await bob.run('upgrade', 'status', '0.169.0');
    expect(code).toBe(0);
    expect(stdout).toContain('Nothing is in the way of an approval.');
    expect(stdout).toContain('by sue@example.com until 2026-11-30: retired next week');
    expect(stdout).toContain('notes of 1 release between 0.139.0 and 0.169.0 were imported: 0.169.0');
    expect(stdout).toContain('2 lines of them reviewed, 0 open');
  });

  it('prints the same for a program', async () => {
    const { bob } = await people();
    expect(await bob.json('upgrade', 'status')).toMatchObject({
      format: 'codex-cockpit/upgrade',
      upgrade: {
        to: { version: '0.169.0' },
        verdict: 'blocked',
        in_the_way: expect.arrayContaining([expect.objectContaining({ about: 'blocker' })]),
        release_notes: { reviewed: 0, open: 0, versions: [], age_days: null },
      },
      cadence: { read_notes: 7, decide: 30, minimum_age: 7 },
      due: { release_notes: '2026-11-20', decision: '2026-11-20' },
    });
  });

  it('exits with 2 for a rehearsal that is not there', async () => {
    const { bob } = await people();
    const { code, stderr } = await bob.run('upgrade', 'status', '0.150.0');
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no rehearsal "0.150.0"')]);
  });
});

describe('upgrade approve', () => {
  it('is refused with a line for each thing in the way', async () => {
    const { ada } = await people();
    const { code, stderr } = await ada.run('upgrade', 'approve', '--reason', 'x');
    expect(code).toBe(1);
    expect(stderr).toContain('the pin cannot move to 0.169.0:');
    expect(stderr.match(/^ {2}- /gm)).toHaveLength(4);
  });

  it('moves the pin, and names the commands that come next', async () => {
    const { ada, world } = await ready();
    writeFileSync(join(world.cwd, 'package.json'), '{"dependencies":{"@openai/codex":"0.139.0"}}\n');
    writeFileSync(
      join(world.cwd, 'ci.sh'),
      'npm i -g @openai/codex@0.139.0\nnpx @openai/codex@0.120.0 exec\n',
    );
    const { code, stdout, stderr } = await ada.run('upgrade', 'approve', '--reason', 'plugins by commit');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('Approved: the pin moved 0.139.0 → 0.169.0.'),
    ]);
    expect(stderr).toContain(
      '2 places in 2 files still name 0.139.0. The patch for 2 of them: codex-cockpit pins scan --fix\n',
    );
    expect((await ada.json('status')).rollout.pin).toBe('0.169.0');
  });

  it('says that no place names the old version, and for a program where it looked', async () => {
    const { ada } = await ready();
    expect(await ada.json('upgrade', 'approve', '--reason', 'x')).toMatchObject({
      to: { version: '0.169.0' },
      still_named: {
        version: '0.139.0',
        folders: ['.'],
        places: 0,
        files: 0,
        fixable: 0,
        unread: 0,
        fault: null,
      },
    });
  });

  it('needs a reason', async () => {
    const { ada } = await ready();
    expect((await ada.run('upgrade', 'approve')).code).toBe(2);
  });
});

describe('upgrade waive, sign and reject', () => {
  it.each([
    ['bob', ['upgrade', 'waive', 'mcp-server', '--reason', 'x'], 'may not waive a blocker of an upgrade'],
    ['sue', ['upgrade', 'waive', 'login', '--reason', 'x'], 'the rehearsal has no blocker "login"'],
    ['sue', ['upgrade', 'waive', 'mcp-server', '--reason', 'x', '--for', 'soon'], 'not a number of days'],
    ['bob', ['upgrade', 'sign', '--role', 'security owner'], 'may not sign an upgrade'],
    ['bob', ['upgrade', 'sign', '--role', 'king'], 'there is no role "king"'],
    ['aud', ['upgrade', 'reject', '--reason', 'x'], 'may not reject an upgrade'],
    ['bob', ['upgrade', 'rollback', '--reason', 'x'], 'there is no way back'],
  ] as const)('%s may not %j', async (name, line, message) => {
    const { code, stderr } = await (await people())[name].run(...line);
    expect([code === 0, stderr]).toEqual([false, expect.stringContaining(message)]);
  });

  it('print what was recorded, as text and for a program', async () => {
    const { bob, sue } = await people();
    expect((await bob.run('upgrade', 'sign')).stdout).toMatch(
      /^Signed the upgrade to 0\.169\.0 \(entry \d+\) as platform engineer$/m,
    );
    expect(await sue.json('upgrade', 'waive', 'mcp-server', '--reason', 'x', '--for', '1d')).toMatchObject({
      difference: 'commands: codex mcp-server',
      expires_at: '2026-11-21T12:00:00.000Z',
    });
    expect((await bob.run('upgrade', 'reject', '--reason', 'the editor needs it')).stdout).toBe(
      'Rejected 0.169.0; the pin stays.\n',
    );
  });
});

describe('changelog', () => {
  it('imports, lists what is open, and is reviewed line by line', async () => {
    const { bob, notes } = await people();
    expect((await bob.run('changelog', 'import', notes)).stdout).toBe('0.169.0  2026-11-01  2 lines\n');
    const open = await bob.run('changelog', 'list', '--open');
    expect([open.code, open.stdout]).toEqual([
      1,
      expect.stringContaining('1 release, 0 lines reviewed, 2 open'),
    ]);
    expect(open.stdout).toContain('speaks of: commands and options');
    const { releases } = await bob.json('changelog', 'list');
    const [gone] = releases[0].notes;
    const concerns = ['--concerns', '--note', 'the editor uses it'];
    await bob.run('changelog', 'review', '0.169.0', gone.id, ...concerns);
    expect((await bob.run('changelog', 'list', '--open')).stdout).not.toContain('mcp-server');
    expect((await bob.run('changelog', 'list')).stdout).toContain(
      'concerns us, bob@example.com on 2026-11-20: the editor uses it',
    );
    expect((await bob.run('changelog', 'review', '0.169.0')).stdout).toBe(
      'Reviewed 1 line of 0.169.0: no concern\n',
    );
    expect((await bob.run('changelog', 'list')).code).toBe(0);
  });

  it.each([
    [['changelog', 'list'], 'no release notes were imported'],
    [['changelog', 'import', 'none.md'], 'none.md: cannot be read'],
    [['changelog', 'review', '0.169.0'], 'no release notes of 0.169.0 were imported'],
  ])('exits with 2 for %j', async (line, message) => {
    const { bob } = await people();
    const { code, stderr } = await bob.run(...line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
