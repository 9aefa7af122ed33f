import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { team } from '../../support/team.ts';
import { testWorld } from '../../support/world.ts';

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJqgVwMQZJtFmyJLQYNeGkEjnkAlcDbzwQQbUxMiQzFP bob';

async function teamAtWork() {
  const { world } = await team();
  return { world, ...commandLine(world) };
}

const rolesOf = (people: readonly { email: string; roles: readonly string[] }[], email: string) =>
  people.find((person) => person.email === email)?.roles;

describe('people', () => {
  it('lists everybody with their roles', async () => {
    const { run, json } = await teamAtWork();
    const { code, stdout } = await run('people');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^bob@example\.com .*team lead/m);
    const { people } = await json('people', 'list');
    expect(rolesOf(people, 'sue@example.com')).toEqual(['security owner']);
    expect(people).toHaveLength(4);
  });

  it('says how to begin while there is no rollout', async () => {
    expect(
      await commandLine(testWorld()).run('people', 'add', 'bob@example.com', '--as', 'a@b.c'),
    ).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('codex-cockpit init'),
    });
  });
});

describe('people add', () => {
  it('records a person with name and several roles', async () => {
    const { run, json } = await teamAtWork();
    const roles = ['--role', 'team lead', '--role', 'analytics owner'];
    expect(await json('people', 'add', 'eve@example.com', '--name', 'Eve', ...roles)).toMatchObject({
      format: 'codex-cockpit/person',
      person: { email: 'eve@example.com', name: 'Eve', roles: ['team lead', 'analytics owner'] },
    });
    expect((await run('people')).stdout).toContain('eve@example.com');
  });

  it('names the nearest role, and refuses who may not add people', async () => {
    const { run } = await teamAtWork();
    expect(await run('people', 'add', 'eve@example.com', '--role', 'team leed')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean "team lead"?'),
    });
    expect(await run('people', 'add', 'eve@example.com', '--as', 'bob@example.com')).toMatchObject({
      code: 1,
      stdout: '',
    });
  });
});

describe('people role', () => {
  it('adds and removes roles', async () => {
    const { run, json } = await teamAtWork();
    const change = ['--add', 'security owner', '--remove', 'team lead'];
    expect(await run('people', 'role', 'bob@example.com', ...change)).toMatchObject({ code: 0 });
    expect(rolesOf((await json('people')).people, 'bob@example.com')).toEqual([
      'platform engineer',
      'security owner',
    ]);
  });

  it('does not know a person who was not added', async () => {
    const { run } = await teamAtWork();
    expect(await run('people', 'role', 'bib@example.com', '--add', 'team lead')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bib@example.com'),
    });
  });
});

describe('people key', () => {
  it('records a public key, and drops it again', async () => {
    const { world, run, json } = await teamAtWork();
    writeFileSync(join(world.cwd, 'bob.pub'), `${publicKey}\n`);
    expect(await run('people', 'key', 'bob@example.com', 'bob.pub')).toMatchObject({ code: 0 });
    const keysOf = async () =>
      (await json('people')).people.find(({ email }: { email: string }) => email === 'bob@example.com').keys;
    expect(await keysOf()).toEqual([expect.stringContaining('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5')]);
    await run('people', 'key', 'bob@example.com', '--drop');
    expect(await keysOf()).toEqual([]);
  });

  it('names a file that is no public key', async () => {
    const { world, run } = await teamAtWork();
    writeFileSync(join(world.cwd, 'bob.pub'), 'no key\n');
    expect(await run('people', 'key', 'bob@example.com', 'bob.pub')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('bob.pub'),
    });
  });
});
