import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandPlace } from '../../support/command-line.ts';

const ada = ['--as', 'ada@example.com'];

describe('init', () => {
  it('starts a rollout, and says where the key is and what comes next', async () => {
    const { run, json, root } = commandPlace();
    const { code, stdout, stderr } = await run('init', '--name', 'Acme rollout', ...ada);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Started "Acme rollout" with pin 0.139.0, as ada@example.com.\n',
    });
    const key = /The key that signs checkpoints is (\S+);/.exec(stderr)?.[1] ?? '';
    expect(key.startsWith(root) && existsSync(key)).toBe(true);
    expect(stderr).toMatch(/\nNext: codex-cockpit next\n$/);
    expect((await json('audit', 'verify')).whole).toBe(true);
  });

  it('tells a program the rollout, and a quiet person no advice', async () => {
    expect(await commandPlace().json('init', '--pin', '0.150.0', ...ada)).toMatchObject({
      format: 'codex-cockpit/rollout',
      name: 'Codex rollout',
      pin: '0.150.0',
      surfaces: ['local', 'cloud'],
      started_by: 'ada@example.com',
    });
    expect(await commandPlace().run('init', '--quiet', ...ada)).toMatchObject({ code: 0, stderr: '' });
  });

  it.each([
    [['--pin', 'latest'], 'the pin "latest" is not an exact version\nName one version, such as 0.139.0.'],
    [['--pin', '^0.139.0'], 'the pin "^0.139.0" is not an exact version'],
    [['--pin', ''], 'the pin "" is not an exact version'],
    [['--name', ''], 'a rollout needs a name\nGive it one with --name.'],
    [['--name', ' \t'], 'a rollout needs a name'],
    [['--read-only'], 'this session is read-only: nothing is recorded'],
    [['--name'], "option '--name <name>' argument missing"],
  ])('%j is refused, and no database is made', async (args, reason) => {
    const { run, root } = commandPlace();
    expect(await run('init', ...args, ...ada)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(reason),
    });
    expect(existsSync(join(root, 'data', 'codex-cockpit', 'cockpit.db'))).toBe(false);
  });

  it('keeps what steers a terminal out of the name', async () => {
    const { run, json } = commandPlace();
    await run('init', '--name', 'A\u001b[31mcme\nrollout', ...ada);
    const { rollout } = await json('status');
    expect(rollout.name).toBe('Acme rollout');
  });

  it('begins a second rollout in another database only', async () => {
    const { run, json } = commandPlace();
    await run('init', '--name', 'Acme', ...ada);
    expect(await run('init', '--name', 'Other', ...ada)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(
        /^error: this database already has the rollout "Acme", started \d{4}-\d\d-\d\d by ada@example\.com\nName another database with --db/,
      ),
    });
    expect(await run('init', '--name', 'Other', '--db', 'other.db', ...ada)).toMatchObject({ code: 0 });
    expect([
      (await json('status')).rollout.name,
      (await json('status', '--db', 'other.db')).rollout.name,
    ]).toEqual(['Acme', 'Other']);
  });
});

describe('next', () => {
  it.each(['0', '-1', 'x', '1.5'])('-n %s is not a number of actions', async (limit) => {
    const { run } = commandPlace();
    await run('init', ...ada);
    expect(await run('next', '-n', limit, ...ada)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('It must be a whole number from 1 on.'),
    });
  });

  it('tells a person without a role who gives one', async () => {
    const { run } = commandPlace();
    await run('init', ...ada);
    expect(await run('next', '--person', 'new@example.com', ...ada)).toEqual({
      code: 0,
      stdout:
        'new@example.com has no role here.\n' +
        'A rollout owner gives one: codex-cockpit people add new@example.com --role ROLE\n',
      stderr: '',
    });
  });
});

describe('rollout pin', () => {
  it.each([
    [['latest', '--reason', 'x'], 'the pin "latest" is not an exact version'],
    [['0.139.0', '--reason', 'x'], '0.139.0 is the pin already'],
    [['0.150.0'], "required option '--reason <text>' not specified"],
    [['--reason', 'x'], "missing required argument 'version'"],
  ])('%j is refused', async (args, reason) => {
    const { run } = commandPlace();
    await run('init', ...ada);
    expect(await run('rollout', 'pin', ...args, ...ada)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(reason),
    });
  });

  it('with --dry-run records nothing', async () => {
    const { run, json } = commandPlace();
    await run('init', ...ada);
    expect(await run('rollout', 'pin', '0.150.0', '--reason', 'x', '--dry-run', ...ada)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The pin stays 0\.139\.0\. A move to 0\.150\.0:\n/),
      stderr: '',
    });
    expect((await json('status')).pin).toBe('0.139.0');
  });
});
