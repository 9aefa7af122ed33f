import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { bin } from '../../../support/cockpit.ts';
import { commandLine } from '../../../support/command-line.ts';
import { recordedHome } from '../../../support/sessions/recorded-homes.ts';
import { team } from '../../../support/team.ts';

/** A team whose sessions were imported, and the built program in its place. */
async function imported() {
  const { world } = await team();
  cpSync(recordedHome('0.139.0'), world.teamHome, { recursive: true });
  const { run } = commandLine(world);
  await run('metric', 'import', 'sessions');
  const type = (...args: string[]) => {
    const options = {
      cwd: world.cwd,
      env: world.environment as NodeJS.ProcessEnv,
      encoding: 'utf8' as const,
    };
    const argv = [bin, 'metric', 'import', 'sessions', '--as', 'ada@example.com', ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, argv, options);
    return { code: status, stdout, stderr };
  };
  const path = join(world.root, 'data', 'codex-cockpit', 'cockpit.db');
  return { world, run, type, path };
}

describe('metric import sessions of the built program, when nothing is new', () => {
  it('answers as the command itself does', async () => {
    const { world, run, type } = await imported();
    for (const args of [[], ['--json'], ['-q'], [world.teamHome, '--person', 'Ada@example.com']])
      expect(type(...args)).toEqual(await run('metric', 'import', 'sessions', ...args));
  });

  it('leaves what is new, wrong or not its own to the command', async () => {
    const { type, path } = await imported();
    expect(type(recordedHome('0.169.0'))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('11 read'),
    });
    expect(type('--read-only')).toMatchObject({ code: 2, stderr: expect.stringContaining('read-only') });
    expect(type('--persn', 'x')).toMatchObject({ code: 2, stderr: expect.stringContaining('--persn') });
    expect(type('nowhere')).toMatchObject({ code: 2, stderr: expect.stringContaining('no session files') });
    expect(type('--help')).toMatchObject({ code: 0, stdout: expect.stringContaining('Exit codes') });
    const raw = new Database(path);
    raw.exec('CREATE TRIGGER mine AFTER INSERT ON session_file BEGIN SELECT 1; END');
    raw.close();
    expect(type()).toMatchObject({
      code: 78,
      stderr: expect.stringContaining('somebody altered the database'),
    });
  });
});
