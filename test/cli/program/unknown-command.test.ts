import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { commands } from '../../../src/cli/program/commands.ts';
import type { Host } from '../../../src/cli/program/host.ts';
import { commandLine } from '../../support/command-line.ts';
import { testWorld } from '../../support/world.ts';

/** The names of the commands that have subcommands, and of these. */
const groups = await Promise.all(
  commands.map(async ({ name, load }) => {
    const command = new Command(name);
    (await load()).define(command, {} as Host, () => undefined);
    return { name, subcommands: command.commands.map((one) => one.name()) };
  }),
).then((all) => all.filter(({ subcommands }) => subcommands.length > 0));

const run = (...args: string[]) => commandLine(testWorld()).run(...args);

describe('a mistyped subcommand', () => {
  it.each(groups.map(({ name }) => name))('of %s is named, and does nothing', async (name) => {
    const { code, stdout, stderr } = await run(name, 'xyzzy', '--as', 'alice@example.com');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('xyzzy');
    expect(stderr).not.toMatch(/too many arguments|fault of codex-cockpit/);
  });

  it.each([
    ['people', 'ad', 'add'],
    ['review', 'strat', 'start'],
    ['catalog', 'rnu', 'run'],
    ['policy', 'lnit', 'lint'],
    ['db', 'bakcup', 'backup'],
    ['rollout', 'pni', 'pin'],
  ])('%s %s is answered with the nearest one', async (group, typed, meant) => {
    expect(await run(group, typed, 'x')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        `error: there is no command "${group} ${typed}"; did you mean "${meant}"?\n` +
        `codex-cockpit ${group} --help lists its commands.\n`,
    });
  });

  it('of a group in a group is answered with both', async () => {
    expect((await run('metric', 'import', 'sesions')).stderr).toBe(
      'error: there is no command "metric import sesions"; did you mean "sessions"?\n' +
        'codex-cockpit metric import --help lists its commands.\n',
    );
  });

  it('may have control characters, which stay out of the terminal', async () => {
    const { stderr } = await run('people', '\u001b[31mred');
    expect(stderr).toContain('there is no command "people red"');
  });
});

it('a flag that is not there leads to the help of its own command', async () => {
  expect((await run('metric', 'fetch', 'analytics', '--wrkspace', 'w')).stderr).toContain(
    '(codex-cockpit metric fetch analytics --help shows more)',
  );
});

describe('an argument too many', () => {
  it.each([
    [['people', 'list', 'all'], "too many arguments for 'list'"],
    [['db', 'path', 'x'], "too many arguments for 'path'"],
    [['next', 'week'], "too many arguments for 'next'"],
    [['init', 'Acme'], "too many arguments for 'init'"],
  ])('%j is refused', async (args, reason) => {
    expect(await run(...args)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining(reason),
    });
  });
});
