import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

async function withTeams() {
  const { world, store } = await team();
  const line = commandLine(world);
  const importing = (text: string, ...more: string[]) => {
    writeFileSync(join(world.cwd, 'teams.csv'), text);
    return line.run('people', 'teams', 'import', 'teams.csv', ...more);
  };
  return { ...line, importing, store };
}

describe('people teams', () => {
  it('says who belongs where, by the newest line of each person', async () => {
    const { run, json, importing } = await withTeams();
    expect((await run('people', 'teams')).stdout).toContain('people teams import FILE.csv');
    const first =
      'Email,Team,Cost center,Office\nAda@example.com,shop,CC 1,Berlin\nbob@example.com,till,CC 1,Paris\n';
    expect((await importing(first)).stdout).toBe('teams.csv imported: 2 new rows, 0 known before\n');
    const second = 'email;team;cost_centre\nada@example.com;shop;CC 1\nbob@example.com;;\n';
    expect((await importing(second)).stdout).toBe('teams.csv imported: 1 new row, 1 known before\n');
    expect((await run('people', 'teams')).stdout).toBe(
      'ada@example.com  shop     CC 1\nbob@example.com  no team  no cost centre\n',
    );
    expect(await json('people', 'teams')).toMatchObject({
      format: 'codex-cockpit/teams',
      members: [{ person: 'ada@example.com', team: 'shop', cost_centre: 'CC 1' }, { team: '' }],
    });
  });

  it.each([
    ['name,team\nAda,shop\n', 'the column "email" is missing'],
    ['email\nada@example.com\n', 'the column "team" is missing'],
    ['email,team\nada@example.com,shop\n,till\n', 'teams.csv, line 3: email: it is empty'],
    ['email,team\nada@example.com,shop\nADA@example.com,till\n', 'line 3: it is of the same as line 2'],
  ])('of %j imports nothing: %s', async (text, message) => {
    const { importing, store } = await withTeams();
    const before = await store.countEntries();
    expect(await importing(text)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(await store.countEntries()).toBe(before);
  });

  it('is refused to others', async () => {
    const { importing } = await withTeams();
    expect((await importing('email,team\na@b.c,d\n', '--as', 'sue@example.com')).code).toBe(1);
  });
});
