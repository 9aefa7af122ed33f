import { describe, expect, it } from 'vitest';
import {
  catalogCheckId,
  catalogCommandOf,
  judgeCommand,
} from '../../../../src/domain/artifacts/catalog/judge-command.ts';
import { parseCatalog } from '../../../../src/domain/artifacts/catalog/verification-catalog.ts';

const catalog = (command: string, more = '') =>
  `version: 1\ncommands:\n  - id: tests\n    title: Tests\n    proves: behaviour\n    command: ${command}\n${more}`;

describe('a verification catalog', () => {
  it('has commands as lists of words, which no shell reads', () => {
    expect(parseCatalog(catalog('[npm, test, "a b"]'), 'c.yaml')).toEqual([
      {
        id: 'tests',
        title: 'Tests',
        proves: 'behaviour',
        argv: ['npm', 'test', 'a b'],
        timeoutMs: 600_000,
        environment: [],
      },
    ]);
  });

  it.each([
    ['a line for a shell', catalog('npm test | tee log'), 'c.yaml:6:14: commands[0].command'],
    ['no words', catalog('[]'), 'commands[0].command'],
    [
      'a time that is none',
      catalog('[a]', '    timeout: soon\n'),
      'c.yaml:7:14: commands[0].timeout: must be a duration',
    ],
    [
      'a value in place of a name',
      catalog('[a]', '    environment: [A=b]\n'),
      'commands[0].environment[0]: must be the name of a variable',
    ],
    ['an unknown field', catalog('[a]', '    shell: true\n'), 'commands[0].shell: unknown field'],
    [
      'an id twice',
      `${catalog('[a]')}${catalog('[b]').split('commands:\n')[1]}`,
      'c.yaml:7:9: commands[1].id: "tests" is repeated',
    ],
  ])('is refused for %s', (_, text, message) => {
    expect(() => parseCatalog(text, 'c.yaml')).toThrow(message);
  });

  it.each([
    [{ type: 'exit', code: 0 }, 'pass', 'exit 0'],
    [{ type: 'exit', code: 2 }, 'fail', 'exit 2'],
    [{ type: 'signal', signal: 'SIGSEGV' }, 'fail', 'killed by SIGSEGV'],
    [{ type: 'timeout', afterMs: 1000 }, 'error', 'no answer within 1.0 s'],
    [{ type: 'unstartable', code: 'ENOENT' }, 'error', 'could not be started (ENOENT)'],
  ] as const)('judges %j as %s', (end, verdict, summary) => {
    expect(judgeCommand({ end })).toEqual({ verdict, summary });
  });

  it('is asked for by items as a check of its own', () => {
    expect(catalogCommandOf(catalogCheckId('unit-tests'))).toBe('unit-tests');
    expect(catalogCommandOf('cli.version')).toBeUndefined();
  });
});
