import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../../support/command-line.ts';
import { recordedHome } from '../../../support/sessions/recorded-homes.ts';
import { dumpProjections } from '../../../support/store-files.ts';
import { team } from '../../../support/team.ts';

describe('metric import sessions', () => {
  it('reads those of CODEX_HOME, and says of use nothing but files and bytes', async () => {
    const { world } = await team();
    cpSync(recordedHome('0.139.0'), world.teamHome, { recursive: true });
    const { run, json } = commandLine(world);
    const first = await run('metric', 'import', 'sessions');
    expect(first).toMatchObject({
      code: 0,
      stdout: `11 session files in ${world.teamHome}, of ada@example.com\n  11 read, 113.3 KiB new; 0 unchanged\n1 line could not be read, such as cut ones\n`,
      stderr: expect.stringContaining('11/11 session files'),
    });
    expect(await json('metric', 'import', 'sessions')).toMatchObject({
      ...{
        format: 'codex-cockpit/sessions-import',
        files: 11,
        read: 0,
        unchanged: 11,
        bytes: 0,
        unknown: {},
      },
    });
  });

  it('only reads the history when nothing is new, also of several folders and for a person', async () => {
    const { world } = await team();
    cpSync(recordedHome('0.139.0'), world.teamHome, { recursive: true });
    const { run, json } = commandLine(world);
    const path = join(world.root, 'data', 'codex-cockpit', 'cockpit.db');
    const request = ['metric', 'import', 'sessions', world.teamHome, recordedHome('0.169.0')];
    await run(...request);
    const before = readFileSync(path);
    const again = await json(...request, '--person', ' ADA@example.com');
    expect(again).toMatchObject({ person: 'ada@example.com', files: 22, read: 0, unchanged: 22 });
    expect(readFileSync(path).equals(before)).toBe(true);
    // Whose they are is something new.
    await run(...request, '--person', 'bob@example.com');
    expect(
      new Set(dumpProjections(path).session_file?.map((row) => (row as { person: string }).person)),
    ).toEqual(new Set(['bob@example.com']));
  });

  it('refuses a read-only session, whether something is new or not', async () => {
    const { world } = await team();
    cpSync(recordedHome('0.139.0'), world.teamHome, { recursive: true });
    const { run } = commandLine(world);
    await run('metric', 'import', 'sessions');
    const { code, stderr } = await run('metric', 'import', 'sessions', '--read-only');
    expect([code, stderr]).toEqual([2, expect.stringContaining('this session is read-only')]);
  });

  it('names types of lines that it does not know, on one line each, and goes on', async () => {
    const { world } = await team();
    cpSync(recordedHome('0.139.0'), world.teamHome, { recursive: true });
    const odd = { timestamp: '2026-11-22T10:00:00Z', type: 'dream\u001b[2J\nX', payload: {} };
    const folder = join(world.teamHome, 'sessions', '2026');
    appendFileSync(join(folder, 'rollout-odd.jsonl'), `${JSON.stringify(odd)}\n`);
    const { stdout, code } = await commandLine(world).run('metric', 'import', 'sessions', world.teamHome);
    expect(code).toBe(0);
    expect(stdout).toContain('Types of lines that are not known, and are not counted as use:\n  dream');
    expect(stdout).not.toContain('\u001b');
  });

  it('is read back whole when the database is derived from the history again', async () => {
    const { world } = await team();
    const { run, json } = commandLine(world);
    await run('metric', 'import', 'sessions', recordedHome('0.169.0'));
    const path = join(world.root, 'data', 'codex-cockpit', 'cockpit.db');
    const before = dumpProjections(path);
    expect(before.session_file).toHaveLength(11);
    expect(await run('db', 'rebuild')).toMatchObject({ code: 0 });
    expect(dumpProjections(path)).toEqual(before);
    expect(await json('metric', 'import', 'sessions', recordedHome('0.169.0'))).toMatchObject({ read: 0 });
  });

  it('fails when there is nothing to read', async () => {
    const { world } = await team();
    const { code, stderr } = await commandLine(world).run('metric', 'import', 'sessions', 'nowhere');
    expect([code, stderr]).toEqual([2, expect.stringContaining('there are no session files')]);
  });
});
