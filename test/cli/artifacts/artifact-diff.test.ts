import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';

/** A team with two drafts of the usage policy. */
async function withTwoDrafts() {
  const { world } = await team();
  const place = commandLine(world);
  const { text } = await place.json('artifact', 'export', 'usage-policy');
  const texts = [`${text}\nAsk before you paste customer data.\n`, `${text}\nNever paste customer data.\n`];
  for (const [index, draft] of texts.entries()) {
    const file = join(world.cwd, `${index}.md`);
    writeFileSync(file, draft);
    expect(await place.run('artifact', 'import', 'usage-policy', file)).toMatchObject({ code: 0 });
  }
  return { ...place, world };
}

describe('artifact diff', () => {
  it('compares the newest revision with the one before', async () => {
    const { run, json } = await withTwoDrafts();
    const { code, stdout } = await run('artifact', 'diff', 'usage-policy');
    expect(code).toBe(1);
    expect(stdout.split('\n')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^--- usage-policy \(revision 1\)/),
        expect.stringMatching(/^\+\+\+ usage-policy \(revision 2\)/),
        '-Ask before you paste customer data.',
        '+Never paste customer data.',
      ]),
    );
    expect(await json('artifact', 'diff', 'usage-policy')).toEqual({
      format: 'codex-cockpit/artifact-diff',
      version: 1,
      ...{ artifact: 'usage-policy', from: 1, to: 2, differs: true, diff: stdout },
    });
  });

  it('takes any two revisions, and exits with 0 when they are the same text', async () => {
    const { run } = await withTwoDrafts();
    const { stdout } = await run('artifact', 'diff', 'usage-policy', '--from', '2', '--to', '1');
    expect(stdout).toContain('+Ask before you paste customer data.');
    expect(await run('artifact', 'diff', 'usage-policy', '--from', '2', '--to', '2')).toEqual({
      code: 0,
      stdout: 'usage-policy (revision 2) and usage-policy (revision 2) are the same text.\n',
      stderr: '',
    });
  });

  it('says which revision or artifact does not exist', async () => {
    const { run } = await withTwoDrafts();
    expect(await run('artifact', 'diff', 'usage-policy', '--to', '9')).toMatchObject({
      code: 2,
      stderr: 'error: usage-policy has no revision 9\nIt has 1 to 2.\n',
    });
    expect(await run('artifact', 'diff', 'usage-polcy')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "usage-policy"?'),
    });
    expect(await run('artifact', 'diff', 'usage-policy', '--to', '0')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('It must be a whole number from 1 on.'),
    });
  });
});

describe('artifact history', () => {
  it('lists the revisions, the newest first', async () => {
    const { run, json } = await withTwoDrafts();
    const { stdout } = await run('artifact', 'history', 'usage-policy');
    expect(stdout.indexOf('2')).toBeLessThan(stdout.lastIndexOf('1'));
    expect(await json('artifact', 'history', 'usage-policy')).toMatchObject({
      artifact: 'usage-policy',
      revisions: [{ revision: 2 }, { revision: 1 }],
    });
  });
});

describe('artifact export', () => {
  it('prints the text of a revision as it is, for a file', async () => {
    const { run, json } = await withTwoDrafts();
    const first = await run('artifact', 'export', 'usage-policy', '--revision', '1');
    expect(first.stdout.endsWith('\nAsk before you paste customer data.\n')).toBe(true);
    expect(await json('artifact', 'export', 'usage-policy', '--revision', '1')).toMatchObject({
      format: 'codex-cockpit/artifact-text',
      revision: 1,
      text: first.stdout,
    });
  });
});

describe('artifact edit', () => {
  it('needs a terminal, and names the way without one', async () => {
    const { run } = await withTwoDrafts();
    expect(await run('artifact', 'edit', 'usage-policy')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: an editor needs a terminal\nWithout one: codex-cockpit artifact export usage-policy > FILE, then codex-cockpit artifact import usage-policy FILE\n',
    });
  });
});
