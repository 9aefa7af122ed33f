import { chmodSync, copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintWorkflows } from '../../../../src/app/runs/workflows/lint-workflows.ts';
import { testWorld } from '../../../support/world.ts';

const fixtures = resolve('test/fixtures/workflows/other-tools');

/**
 * A repository with a workflow, and programs on PATH by their names: each a script of a shell, which may read what the
 * real tool printed (`captured`).
 */
function machine(programs: Record<string, string>) {
  const world = testWorld();
  cpSync(join(fixtures, '.github'), join(world.cwd, '.github'), { recursive: true });
  const bin = join(world.cwd, 'bin');
  mkdirSync(bin);
  for (const [name, script] of Object.entries(programs)) {
    copyFileSync(join(fixtures, `${name}.json`), join(bin, `${name}.json`));
    writeFileSync(join(bin, name), `#!/bin/sh\ncaptured="$(dirname "$0")/${name}.json"\n${script}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  const environment = { ...world.environment, PATH: ['/usr/bin', '/bin', bin].join(delimiter) };
  const lint = (more: { rules?: readonly string[]; ignored?: ReadonlyMap<string, string> } = {}) =>
    lintWorkflows(
      { ...world, environment },
      {
        folder: '.',
        pin: undefined,
        rules: more.rules ?? [],
        ignored: more.ignored ?? new Map(),
        asksOthers: true,
        signal: new AbortController().signal,
      },
    );
  return { cwd: world.cwd, lint };
}

const zizmor = 'test "$1" = --version && echo "zizmor 1.30.0" || cat "$captured"';
const actionlint = 'test "$1" = -version && echo 1.7.9 || { cat "$captured"; exit 1; }';

describe('other linters', () => {
  it('show what they find in the same list, by line, marked by the tool', async () => {
    const { findings, tools } = await machine({ zizmor, actionlint }).lint();
    expect(tools).toEqual([
      { tool: 'zizmor', state: 'ran', version: '1.30.0' },
      { tool: 'actionlint', state: 'ran', version: '1.7.9' },
    ]);
    const others = findings.filter(({ tool }) => tool !== 'codex-cockpit');
    expect(others.map(({ rule, severity, place }) => [rule, severity, place.line, place.column])).toEqual([
      ['actionlint/events', 'error', 4, 21],
      ['actionlint/job-needs', 'error', 6, 3],
      ['actionlint/runner-label', 'error', 7, 14],
      ['actionlint/expression', 'error', 10, 30],
      ['zizmor/template-injection', 'error', 11, 27],
      ['zizmor/artipacked', 'warning', 13, 9],
      ['actionlint/expression', 'error', 15, 20],
    ]);
    expect(new Set(others.map(({ place }) => place.file))).toEqual(new Set(['.github/workflows/ask.yml']));
    expect(others[4]?.message).toBe(
      'code injection via template expansion: may expand into attacker-controllable code',
    );
  });

  it('are said not to be installed', async () => {
    const { tools } = await machine({}).lint();
    expect(tools).toEqual([
      { tool: 'zizmor', state: 'not installed' },
      { tool: 'actionlint', state: 'not installed' },
    ]);
  });

  it('are suppressed by their names', async () => {
    const ignored = new Map([['zizmor/artipacked', 'no artifacts here']]);
    const { findings } = await machine({ zizmor }).lint({ ignored, rules: ['zizmor/artipacked'] });
    expect(findings.map(({ rule, suppressed }) => [rule, suppressed?.reason])).toEqual([
      ['zizmor/artipacked', 'no artifacts here'],
    ]);
  });

  it.each([
    [
      'a crash',
      'test "$1" = --version || { echo "panicked at x" >&2; exit 101; }',
      'exit 101: panicked at x',
    ],
    ['nonsense', 'echo "all is well"', 'what it printed is not what it is known to print'],
    ['another form', 'echo "[{\\"ident\\": 7}]"', 'what it printed is not what it is known to print'],
  ])('that answer with %s are said to have failed', async (_, script, reason) => {
    const { tools, findings } = await machine({ zizmor: script }).lint();
    expect(tools[0]).toEqual({ tool: 'zizmor', state: 'failed', reason });
    expect(findings.filter(({ tool }) => tool === 'zizmor')).toEqual([]);
  });

  it('cannot name files that they were not given, and cannot write to the terminal', async () => {
    const print = (path: string) =>
      `printf '%s' '[{"message":"\\u001b[2Jgone\\u0007","filepath":"${path}","line":1,"column":1,"kind":"events"}]'`;
    const other = await machine({ actionlint: print('../secret') }).lint({ rules: ['actionlint/events'] });
    expect(other.findings).toEqual([]);
    const own = await machine({ actionlint: print('.github/workflows/ask.yml') }).lint({
      rules: ['actionlint/events'],
    });
    expect(own.findings.map(({ message }) => message)).toEqual(['gone']);
  });

  it('are given the files as arguments, and work offline', async () => {
    const { lint } = machine({
      zizmor:
        'test "$1" = --version && exit 0; test "$*" = "--offline --no-progress --no-exit-codes --format=json -- ./.github/workflows/ask.yml" && echo "[]" || exit 9',
      actionlint:
        'test "$1" = -version && exit 0; test "$*" = "-no-color -format {{json .}} -- ./.github/workflows/ask.yml" && echo null || exit 9',
    });
    const { tools } = await lint();
    expect(tools.map(({ state }) => state)).toEqual(['ran', 'ran']);
  });
});
