import { describe, expect, it } from 'vitest';
import {
  arg,
  choiceFlag,
  defaultArg,
  entryNumber,
  flag,
  readArg,
  readFlag,
  repeatedFlag,
  requiredFlag,
  wholeNumber,
} from '../../../src/cli/program/flags.ts';
import { group } from '../../../src/cli/program/subcommand.ts';
import { team } from '../../support/team.ts';
import { runThrowaway, subcommand } from '../../support/throwaway-command.ts';
import { testWorld } from '../../support/world.ts';

const count = subcommand({
  name: 'count',
  summary: 'count words',
  args: { words: arg('[words...]', 'the words') },
  flags: { limit: readFlag('--limit <n>', 'at most', wholeNumber, 3) },
  run: ({ words, limit }) => ({ counted: Math.min(words.length, limit) }),
  text: ({ counted }) => `${counted} words\n`,
  json: ({ counted }, { given }) => `${JSON.stringify({ counted, words: given.words })}\n`,
  advice: ({ counted }) => (counted === 0 ? 'Name some words.\n' : undefined),
  exit: ({ counted }) => (counted === 0 ? 1 : 0),
  examples: [['throwaway count a b', 'two']],
});

/** What a command with these arguments and flags is given. */
const givenBy = (...args: string[]) => {
  let given: unknown;
  const one = subcommand({
    name: 'one',
    summary: 'every kind of argument and flag',
    args: {
      seq: readArg('<seq>', 'an entry', entryNumber),
      folder: arg('[folder]', 'a folder'),
      place: defaultArg('[place]', 'a place', 'here'),
    },
    flags: {
      reason: requiredFlag('--reason <text>', 'why'),
      note: flag('--note <text>', 'a note'),
      all: flag('--all', 'all of them'),
      raw: flag('--raw [text]', 'raw'),
      format: choiceFlag('--format <format>', 'a format', ['table', 'json'], 'table'),
      state: choiceFlag('--state <state>', 'a state', ['open', 'done']),
      keys: repeatedFlag('--key <key>', 'a key'),
      numbers: repeatedFlag('--number <n>', 'a number', wholeNumber),
    },
    run: (all) => {
      given = all;
    },
    text: () => '',
    json: () => '{}\n',
  });
  return runThrowaway(testWorld(), one, 'one', ...args).then(() => given);
};

describe('a subcommand', () => {
  it('prints its result for a person, and with --json for a program', async () => {
    expect(await runThrowaway(testWorld(), count, 'count', 'a', 'b')).toEqual({
      code: 0,
      stdout: '2 words\n',
      stderr: '',
    });
    expect(await runThrowaway(testWorld(), count, 'count', 'a', 'b', '--json')).toEqual({
      code: 0,
      stdout: '{"counted":2,"words":["a","b"]}\n',
      stderr: '',
    });
  });

  it('advises a person, unless they want quiet or JSON', async () => {
    expect(await runThrowaway(testWorld(), count, 'count')).toEqual({
      code: 1,
      stdout: '0 words\n',
      stderr: 'Name some words.\n',
    });
    expect(await runThrowaway(testWorld(), count, 'count', '--quiet')).toMatchObject({ stderr: '' });
    expect(await runThrowaway(testWorld(), count, 'count', '--json')).toMatchObject({ stderr: '' });
  });

  it('has its own flags, the common ones and its examples in its help', async () => {
    let help = '';
    await runThrowaway(
      testWorld(),
      (command, host, finish) => {
        group({ subcommands: [count] })(command, host, finish);
        help = command.commands[0]?.helpInformation() ?? '';
      },
      'count',
    );
    expect(help).toMatch(/--limit <n>\s+at most \(default: 3\)/);
    for (const common of ['--db <path>', '--as <email>', '--read-only', '--json', '--quiet'])
      expect(help).toContain(common);
  });

  it('is loaded when it is called, or asked for help, and not for another one', async () => {
    let loaded = 0;
    const load = async () => {
      loaded += 1;
      return 'define' in count ? count.define : () => undefined;
    };
    const late = { name: 'late', summary: 'counts too', earlierName: 'before', load };
    const both = group({ subcommands: [count, late] });
    expect(await runThrowaway(testWorld(), both, 'count', 'a')).toMatchObject({ stdout: '1 words\n' });
    expect(loaded).toBe(0);
    expect(await runThrowaway(testWorld(), both, 'late', 'a', '--limit', '1')).toMatchObject({
      stdout: '1 words\n',
    });
    expect(await runThrowaway(testWorld(), both, 'before', 'a')).toMatchObject({ stdout: '1 words\n' });
    await expect(runThrowaway(testWorld(), both, 'late', '--help')).rejects.toThrow('(outputHelp)');
    expect(loaded).toBe(3);
  });

  it('names the word that is no subcommand when the default one is loaded late', async () => {
    const own = subcommand({
      name: 'own',
      summary: 'the default',
      run: () => 1,
      text: () => 'own\n',
      json: () => '',
    });
    const load = async () => ('define' in own ? own.define : () => undefined);
    const late = group({ subcommands: [{ name: 'own', summary: 'the default', isDefault: true, load }] });
    expect(await runThrowaway(testWorld(), late)).toMatchObject({ stdout: 'own\n' });
    await expect(runThrowaway(testWorld(), late, 'owm')).rejects.toThrow(/there is no command ".*owm"/);
  });

  it('works on after the result is printed', async () => {
    const order: string[] = [];
    const one = subcommand({
      name: 'one',
      summary: 'prints, then works on',
      run: () => order.push('run'),
      text: () => {
        order.push('text');
        return '';
      },
      json: () => '',
      after: async () => {
        order.push('after');
      },
      exit: () => {
        order.push('exit');
        return 0;
      },
    });
    await runThrowaway(testWorld(), one, 'one');
    expect(order).toEqual(['run', 'text', 'after', 'exit']);
  });
});

describe('what a subcommand is given', () => {
  it('is what was typed, read', async () => {
    expect(
      await givenBy(
        ...[
          '7',
          'src',
          'there',
          '--reason',
          'because',
          '--note',
          'n',
          '--all',
          '--raw',
          '2',
          '--format',
          'json',
        ],
        ...['--state', 'done', '--key', 'a', '--key', 'b', '--number', '1', '--number', '2'],
      ),
    ).toMatchObject({
      ...{ seq: 7, folder: 'src', place: 'there', reason: 'because', note: 'n', all: true, raw: '2' },
      ...{ format: 'json', state: 'done', keys: ['a', 'b'], numbers: [1, 2] },
    });
  });

  it('is a default or nothing where nothing was typed', async () => {
    expect(await givenBy('7', '--reason', 'because')).toMatchObject({
      ...{ seq: 7, folder: undefined, place: 'here', note: undefined, all: false, raw: undefined },
      ...{ format: 'table', state: undefined, keys: [], numbers: [] },
    });
    expect(await givenBy('7', '--reason', 'because', '--raw')).toMatchObject({ raw: true });
  });

  it.each([
    [['x', '--reason', 'r'], 'It must be the number of an entry.'],
    [['7'], "required option '--reason <text>' not specified"],
    [['7', '--reason', 'r', '--format', 'xml'], 'Allowed choices are table, json.'],
    [['7', '--reason', 'r', '--number', '0'], 'It must be a whole number from 1 on.'],
  ])('%j is refused', async (args, message) => {
    await expect(givenBy(...args)).rejects.toThrow(message);
  });
});

describe('the history of a subcommand', () => {
  it('is closed when the work fails', async () => {
    const { world } = await team();
    let store: { countEntries: () => Promise<number> } | undefined;
    const failing = subcommand({
      name: 'fail',
      summary: 'fails while it reads',
      run: (_, { read }) =>
        read(async (history) => {
          store = history;
          throw new Error('the work failed');
        }),
      text: () => '',
      json: () => '',
    });
    await expect(runThrowaway(world, failing, 'fail')).rejects.toThrow('the work failed');
    await expect(store?.countEntries()).rejects.toThrow();
  });

  it('is undefined, or an error, while there is none', async () => {
    const world = testWorld();
    const look = subcommand({
      name: 'look',
      summary: 'looks',
      flags: { needed: flag('--needed', 'needs a history') },
      run: ({ needed }, { read, readExisting }) =>
        needed ? readExisting(async () => 'some') : read(async (store) => (store ? 'some' : 'none')),
      text: (found) => found,
      json: () => '',
    });
    expect(await runThrowaway(world, look, 'look')).toMatchObject({ stdout: 'none' });
    await expect(runThrowaway(world, look, 'look', '--needed')).rejects.toThrow('there is no database');
  });
});
