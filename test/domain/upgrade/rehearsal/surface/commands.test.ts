import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readHelpPage } from '../../../../../src/domain/upgrade/baseline/help-page.ts';
import {
  answeredFact,
  argumentsOf,
  isTaken,
  listedFacts,
  type Pages,
  questionsFor,
} from '../../../../../src/domain/upgrade/rehearsal/surface/commands.ts';
import { outcome, segfault } from '../../../../support/outcome.ts';

const rootOf = (version: string) =>
  readHelpPage(readFileSync(`test/fixtures/codex/help-${version}.txt`, 'utf8'));

const pages = (version: string): Pages => new Map([['', rootOf(version)]]);

const [old, later] = [pages('0.139.0'), pages('0.169.0')];

describe('a help page', () => {
  it('names options with their short forms and the values that they take', () => {
    const { options, commands, takesPrompt } = rootOf('0.139.0');
    expect(options).toContainEqual({
      name: '--ask-for-approval',
      short: '-a',
      takesValue: true,
      values: ['untrusted', 'on-failure', 'on-request', 'never'],
    });
    expect(options).toContainEqual({
      name: '--sandbox',
      short: '-s',
      takesValue: true,
      values: ['read-only', 'workspace-write', 'danger-full-access'],
    });
    expect(options).toContainEqual({ name: '--oss', short: undefined, takesValue: false, values: [] });
    expect(commands).toContainEqual({ name: 'apply', aliases: ['a'] });
    expect(takesPrompt).toBe(true);
  });
});

describe('what a CLI is asked for', () => {
  it('is what the other one lists, and what no page of any version lists', () => {
    const questions = questionsFor(later, old);
    expect(questions).toContainEqual({ type: 'command', command: 'mcp-server' });
    expect(questions).toContainEqual({
      type: 'value',
      command: '',
      option: '--ask-for-approval',
      value: 'untrusted',
    });
    expect(questions).toContainEqual({ type: 'option', command: 'exec', option: '--full-auto' });
    expect(questions).not.toContainEqual({ type: 'command', command: 'exec' });
  });

  it('is asked for in a way that runs nothing', () => {
    for (const question of questionsFor(later, old)) {
      const args = argumentsOf(question, new Map([...later, ['exec', rootOf('0.169.0')]]));
      if (args) expect(args[0] === 'help' || args.at(-1) === '--help').toBe(true);
    }
  });

  it('leaves out the options of a command that is not there', () => {
    expect(argumentsOf({ type: 'option', command: 'doctor', option: '--json' }, later)).toBeUndefined();
  });
});

describe('the answer of the CLI', () => {
  const fullAuto = { type: 'option', command: 'exec', option: '--full-auto' } as const;
  const untrusted = { type: 'value', command: '', option: '--ask-for-approval', value: 'untrusted' } as const;
  const mcpServer = { type: 'command', command: 'mcp-server' } as const;
  it.each([
    [
      'help of an option that no page lists',
      fullAuto,
      outcome({ stdout: 'Run Codex non-interactively\n' }),
      true,
    ],
    [
      'an option that is gone',
      fullAuto,
      outcome({ code: 2, stderr: "error: unexpected argument '--full-auto' found\n" }),
      false,
    ],
    [
      'an option with a value under its old name',
      { type: 'option', command: 'sandbox', option: '--permissions-profile' } as const,
      outcome({
        code: 2,
        stderr: "error: a value is required for '--permission-profile <NAME>' but none was supplied\n",
      }),
      true,
    ],
    [
      'a value that is gone',
      untrusted,
      outcome({
        code: 2,
        stderr: "error: invalid value 'untrusted' for '--ask-for-approval <APPROVAL_POLICY>'\n",
      }),
      false,
    ],
    [
      'a command that is gone',
      mcpServer,
      outcome({ code: 2, stderr: "error: unrecognized subcommand 'mcp-server'\n" }),
      false,
    ],
    ['a crash', mcpServer, segfault, undefined],
    ['another error', fullAuto, outcome({ code: 2, stderr: 'error: out of luck\n' }), undefined],
  ])('%s', (_, question, answer, taken) => {
    expect(isTaken(question, answer)).toBe(taken);
  });

  it('says of a word that is no command that it opens the screens, and shows a command that is one', () => {
    const gone = answeredFact(mcpServer, { taken: false, own: later });
    // A script would show the opposite.
    expect(gone.witness).toBeUndefined();
    expect(gone).toMatchObject({
      key: 'codex mcp-server',
      value: 'not a command: opens the screens with this word as a prompt',
      subjects: [{ kind: 'command', name: 'mcp-server' }],
    });
    expect(listedFacts(old)).toContainEqual({
      key: 'codex mcp-server',
      value: 'a command',
      subjects: [{ kind: 'command', name: 'mcp-server' }],
      witness: { lines: ['"$CODEX" help mcp-server > /dev/null'] },
    });
  });

  it('concerns who uses the long or the short form of an option with that value', () => {
    const fact = listedFacts(old).find(({ key }) => key === 'codex --ask-for-approval untrusted');
    expect(fact?.subjects).toEqual([
      { kind: 'option', name: '--ask-for-approval=untrusted' },
      { kind: 'option', name: '-a=untrusted' },
    ]);
  });
});
