import { describe, expect, it } from 'vitest';
import { lintInstructions } from '../../../../src/domain/policy/instructions/lint-instructions.ts';

const good = `
# Working here
Set up with npm ci and build with \`npm run build\`. Before you finish, run \`npm test\` and give the result.
Code style: the linter decides. The modules live in src/. Never touch generated files.
The summary says what changed, what was verified and what is uncertain.
`;

const lint = (
  text: string,
  scripts: readonly string[] | undefined = ['build', 'test'],
  targets?: readonly string[],
) => lintInstructions({ text, scripts, targets }).map(({ severity, text: what }) => `${severity} ${what}`);

describe('the lint of instructions', () => {
  it('has nothing to say of good ones', () => {
    expect(lint(good)).toEqual([]);
  });

  it('asks for a verification rule, a review rule and six topics', () => {
    expect(lint('Be kind.')).toEqual([
      'fail no verification rule: say which command proves a change, and ask for its result',
      'warn no review rule: say what the summary of a change must answer',
      'warn nothing about how to build',
      'warn nothing about how to test',
      'warn nothing about the style of the code',
      'warn nothing about where things are',
      'warn nothing about what must not be touched',
      'warn nothing about when a change is done',
    ]);
  });

  it('finds commands that the repository does not have', () => {
    expect(lint(`${good}\nAlso \`npm run lint:all\` and \`make docs\`.`)).toEqual([
      'fail package.json has no script "lint:all"',
      'fail the Makefile has no target "docs"',
    ]);
    expect(lint(`${good}\nAlso \`make docs\`.`, ['build', 'test'], ['docs'])).toEqual([]);
  });
});
