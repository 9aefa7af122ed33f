import { describe, expect, it } from 'vitest';
import { loadSuites } from '../../../src/app/checks/load-suite.ts';
import { commandLine } from '../../support/command-line.ts';
import { draft, runFinished, runStarted } from '../../support/history.ts';
import { itemText, runbookText } from '../../support/runbooks.ts';
import { team, writeRunbook } from '../../support/team.ts';
import { testWorld } from '../../support/world.ts';

const more = runbookText({
  items: itemText('pilot.one', { owner: 'team lead' }) + itemText('pilot.two', { owner: 'team lead' }),
});

async function teamWithRunbooks() {
  const place = await team();
  return { ...place, ...commandLine(place.world) };
}

describe('runbook', () => {
  it('lists what is in force, and which text of the project differs', async () => {
    const { world, run, json } = await teamWithRunbooks();
    const inForce = (await run()).stdout;
    const { stdout } = await run('runbook');
    expect(stdout).toMatch(/^pilot +phase +2 items +revision 1 +runbooks\/pilot\.md +in force$/m);
    expect(stdout).toMatch(/^scale +phase +\d+ items +as shipped +runbooks\/scale\.md +in force$/m);
    expect(inForce).not.toBe('');
    writeRunbook(world, 'pilot', more);
    expect((await run('runbook')).stdout).toContain('differs: codex-cockpit runbook diff pilot');
    const { runbooks } = await json('runbook', 'list');
    expect(runbooks.filter(({ differs }: { differs: boolean }) => differs)).toMatchObject([
      { id: 'pilot', revision: 1, items: 2, file: 'runbooks/pilot.md' },
    ]);
  });
});

describe('runbook show', () => {
  it('prints the text in force, not the one of the project', async () => {
    const { world, run, json } = await teamWithRunbooks();
    writeRunbook(world, 'pilot', more);
    const { code, stdout } = await run('runbook', 'show', 'pilot');
    expect({ code, isOld: stdout.includes('pilot.cases'), isNew: stdout.includes('pilot.two') }).toEqual({
      code: 0,
      isOld: true,
      isNew: false,
    });
    expect(await json('runbook', 'show', 'pilot')).toMatchObject({
      format: 'codex-cockpit/runbook',
      runbook: 'pilot',
      revision: 1,
      text: stdout,
    });
  });

  it('names the nearest runbook for one that does not exist', async () => {
    const { run } = await teamWithRunbooks();
    expect(await run('runbook', 'show', 'pilto')).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('there is no runbook "pilto"; did you mean "pilot"?'),
    });
  });

  it('lets no control sequence of a text reach the terminal', async () => {
    const { world, run, as } = await teamWithRunbooks();
    writeRunbook(world, 'pilot', `${more}\nread \u001b[2Jthis\n`);
    const publish = ['runbook', 'publish', 'pilot', '--reason', 'ours', '--waive-suite', 'a test'];
    expect(await commandLine(as('ada')).run(...publish)).toMatchObject({ code: 0 });
    expect((await run('runbook', 'show', 'pilot')).stdout).not.toContain('\u001b');
  });
});

describe('runbook validate', () => {
  it('counts the runbooks of the project with the shipped ones', async () => {
    const { run, json } = commandLine(testWorld());
    const { runbooks, items } = await json('runbook', 'validate');
    expect(runbooks).toBe(12);
    expect(await run('runbook', 'validate')).toEqual({
      code: 0,
      stdout: `12 runbooks with ${items} items are valid.\n`,
      stderr: '',
    });
  });

  it('names file, line and field of an error, and exits with 2', async () => {
    const world = testWorld();
    writeRunbook(world, 'pilot', more.replace('owner: team lead', 'owner: team leed'));
    const { code, stdout, stderr } = await commandLine(world).run('runbook', 'validate');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: runbooks\/pilot\.md:\d+:\d+: items\[0\]\.owner: /);
  });
});

describe('runbook diff', () => {
  it('exits with 0 while the text of the project is in force, and with 1 when it differs', async () => {
    const { world, run, json } = await teamWithRunbooks();
    expect(await run('runbook', 'diff', 'pilot')).toEqual({
      code: 0,
      stdout: 'pilot is in force as it is.\n',
      stderr: '',
    });
    writeRunbook(world, 'pilot', more);
    const { code, stdout } = await run('runbook', 'diff', 'pilot');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^-.*pilot\.cases/m);
    expect(stdout).toMatch(/^\+.*pilot\.two/m);
    expect(await json('runbook', 'diff', 'pilot')).toMatchObject({
      runbook: 'pilot',
      revision: 1,
      file: 'runbooks/pilot.md',
      differs: true,
      diff: stdout,
    });
  });
});

describe('runbook publish', () => {
  const publish = ['runbook', 'publish', 'pilot', '--reason', 'two items for the mobile team'];

  it('waits for a passing suite on the pin', async () => {
    const { world, store, run, json } = await teamWithRunbooks();
    writeRunbook(world, 'pilot', more);
    expect(await run(...publish)).toMatchObject({ code: 1, stdout: '' });
    const ids = (await loadSuites(world.cwd, [])).checks.map(({ id }) => id);
    await store.append(() => [draft(runStarted('r1', ids)), draft(runFinished('r1'))]);
    const { code, stdout } = await run(...publish);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^Revision 2 of pilot is in force \(entry \d+\)\.\n$/),
    });
    expect((await json('runbook', 'history', 'pilot')).revisions[0]).toMatchObject({
      revision: 2,
      run: 'r1',
      waived: null,
    });
  });

  it('may be waived by a rollout owner, who says why', async () => {
    const { world, run, json } = await teamWithRunbooks();
    writeRunbook(world, 'pilot', more);
    expect(
      await run(...publish, '--waive-suite', 'no machine today', '--as', 'bob@example.com'),
    ).toMatchObject({ code: 1, stderr: expect.stringContaining('rollout owner') });
    expect(await json(...publish, '--waive-suite', 'no machine today')).toMatchObject({
      format: 'codex-cockpit/runbook-revision',
      runbook: 'pilot',
      revision: 2,
    });
  });

  it('has nothing to do while the text is in force', async () => {
    const { run } = await teamWithRunbooks();
    expect(await run(...publish)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the runbook pilot is in force as it is'),
    });
  });
});

describe('runbook history', () => {
  it('lists the revisions, the newest first, with who, why and what guarded them', async () => {
    const { world, run, json } = await teamWithRunbooks();
    writeRunbook(world, 'pilot', more);
    await run('runbook', 'publish', 'pilot', '--reason', 'two items', '--waive-suite', 'no machine today');
    const { stdout } = await run('runbook', 'history', 'pilot');
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        /^revision 2 +2026-11-20 +ada@example\.com +entry \d+ +suite waived: no machine today +two items$/,
      ),
      expect.stringMatching(
        /^revision 1 +2026-11-20 +ada@example\.com +entry \d+ +suite waived: a test +ours$/,
      ),
      '',
    ]);
    expect((await json('runbook', 'history', 'pilot')).revisions).toMatchObject([
      { revision: 2, by: 'ada@example.com', reason: 'two items', waived: 'no machine today' },
      { revision: 1, reason: 'ours' },
    ]);
  });

  it('says that the shipped text is in force', async () => {
    const { run } = await teamWithRunbooks();
    expect(await run('runbook', 'history', 'scale')).toEqual({
      code: 0,
      stdout: 'No revision was published; the shipped text is in force.\n',
      stderr: '',
    });
  });
});
