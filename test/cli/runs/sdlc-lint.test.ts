import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { testWorld } from '../../support/world.ts';

/** A repository with these files, on a machine without other linters. */
function repository(files: Record<string, string>) {
  const world = { ...testWorld(), as: 'ada@example.com' };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(world.cwd, name)), { recursive: true });
    writeFileSync(join(world.cwd, name), text);
  }
  const { run } = commandLine({ ...world, environment: { ...world.environment, PATH: '/usr/bin:/bin' } });
  return { cwd: world.cwd, run };
}

const floating = `on: workflow_dispatch
permissions: {}
jobs:
  ask:
    runs-on: ubuntu-latest
    steps:
      - uses: openai/codex-action@v1
        with:
          codex-version: 0.139.0
          prompt: hi
      - uses: actions/upload-artifact@v5
`;

const one = { '.github/workflows/ask.yml': floating };

describe('codex-cockpit sdlc lint', () => {
  it('names each fault with its line, the reason and what to do, and exits with 1', async () => {
    const { code, stdout } = await repository(one).run('sdlc', 'lint');
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        '.github/workflows/ask.yml:7:15: error: action-not-pinned: openai/codex-action at v1, which can be moved',
        '  A tag or a branch can be moved: the next run uses other code with your key, and nobody reviewed it.',
        '  → Name the full commit of the release that you reviewed, with its version in a comment.',
        '.github/workflows/ask.yml:7:15: info: model-not-pinned: no model is named',
        '  The default model changes with the version of the CLI and with the service: two runs of the same workflow may not be comparable.',
        '  → Name the model: the input model of the action, or --model.',
        'zizmor is not installed: its rules were not asked',
        'actionlint is not installed: its rules were not asked',
        '1 error, 0 warnings, 1 note in 1 file that starts Codex; 1 file read',
        '',
      ].join('\n'),
    );
  });

  it('finds nothing in five good pipelines', async () => {
    const { cwd, run } = repository({});
    cpSync('test/fixtures/workflows/good', cwd, { recursive: true });
    const { code, stdout } = await run('sdlc', 'lint', '--pin', '0.139.0', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      findings: [],
      read: 7,
      pipelines: [
        '.github/actions/ask/action.yml',
        '.github/workflows/autofix.yml',
        '.github/workflows/nightly.yml',
        '.github/workflows/review.yml',
        '.github/workflows/triage.yml',
        '.gitlab-ci.yml',
      ],
    });
    expect(code).toBe(0);
  });

  it('says that nothing starts Codex where nothing does, and exits with 0', async () => {
    const { run } = repository({ '.github/workflows/build.yml': 'on: push\njobs: {}\n' });
    const { code, stdout } = await run('sdlc', 'lint');
    expect(stdout).toBe('No pipeline that starts Codex was found; 1 file read\n');
    expect(code).toBe(0);
  });

  it('exits by the weight that is asked for', async () => {
    const text = floating.replace('@v1', `@${'0'.repeat(40)}`).replace('permissions: {}\n', '');
    const { run } = repository({ '.github/workflows/ask.yml': text });
    expect((await run('sdlc', 'lint', '--fail-on', 'error')).code).toBe(0);
    const { code, stdout } = await run('sdlc', 'lint');
    expect(stdout).toContain('ask.yml:3:3: warning: permissions-missing: no permissions are given for ask\n');
    expect(code).toBe(1);
  });

  it('judges versions by the pin of the rollout', async () => {
    const { run } = repository(one);
    await run('init', '--name', 'Acme', '--pin', '0.138.0');
    const { stdout } = await run('sdlc', 'lint', '--rule', 'codex-version-differs');
    expect(stdout).toContain(
      'ask.yml:9:26: warning: codex-version-differs: codex-version is 0.139.0, and the pin is 0.138.0\n',
    );
  });

  it('names broken YAML by its line', async () => {
    const broken = floating.replace('        with:\n', '       with:\n');
    const { code, stdout } = await repository({ '.github/workflows/ask.yml': broken }).run('sdlc', 'lint');
    expect(stdout).toContain('.github/workflows/ask.yml:8:1: error: broken-yaml: ');
    expect(code).toBe(1);
    expect(stdout).toContain(
      'No pipeline that starts Codex was found; 1 error, 0 warnings, 0 notes; 1 file read\n',
    );
  });

  it('reads one file, too', async () => {
    const { stdout } = await repository({ 'ask.yaml': floating }).run('sdlc', 'lint', 'ask.yaml');
    expect(stdout).toContain('ask.yaml:7:15: error: action-not-pinned: ');
  });

  it('reads a pipeline of GitLab with the local files that it includes, and those that nothing includes', async () => {
    const { run } = repository({
      '.gitlab-ci.yml': 'include: /ci/ask.yml\nask:\n  extends: .codex\n',
      'ci/ask.yml':
        'include: [more.yml, /../../elsewhere.yml]\n.codex:\n  script: codex exec --full-auto hi\n',
      'more.yml': 'default:\n  image: node\n',
      'ci/other.gitlab-ci.yml': 'include: ask.yml\nask:\n  script: codex exec --full-auto hi\n',
    });
    const { stdout } = await run(
      'sdlc',
      'lint',
      '--no-others',
      '--json',
      '--rule',
      'full-auto',
      '--rule',
      'image-floats',
    );
    const { findings, pipelines } = JSON.parse(stdout);
    expect(pipelines).toEqual(['.gitlab-ci.yml', 'ci/other.gitlab-ci.yml']);
    expect(
      findings.map(({ file, line, rule }: Record<string, unknown>) => `${file}:${line} ${rule}`),
    ).toEqual(['ci/ask.yml:3 full-auto', 'ci/other.gitlab-ci.yml:3 full-auto', 'more.yml:2 image-floats']);
  });

  it('does not follow links out of the repository', async () => {
    const { cwd, run } = repository({ 'elsewhere/ask.yml': floating });
    mkdirSync(join(cwd, 'web', '.github', 'workflows'), { recursive: true });
    symlinkSync(join(cwd, 'elsewhere', 'ask.yml'), join(cwd, 'web', '.github', 'workflows', 'ask.yml'));
    const { stdout } = await run('sdlc', 'lint', 'web');
    expect(stdout).toBe('No pipeline that starts Codex was found; 0 files read\n');
  });

  it('says which file is too large to be read', async () => {
    const { code, stdout } = await repository({
      '.github/workflows/ask.yml': `${floating}#${'x'.repeat(1024 * 1024)}\n`,
    }).run('sdlc', 'lint');
    expect(stdout).toMatch(
      /^not read: \.github\/workflows\/ask\.yml: it has \d+ bytes, and at most 1048576 are read$/m,
    );
    expect(code).toBe(1);
  });

  it('prints no control sequences of a workflow', async () => {
    const text = floating
      .replace('codex-action@v1', '"\\e[2J"')
      .replace('uses: openai/"\\e[2J"', 'uses: "openai/codex-action@\\e[2Jv1"');
    const { stdout } = await repository({ '.github/workflows/ask.yml': text }).run('sdlc', 'lint');
    expect(stdout).toContain('action-not-pinned');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
    expect(stdout).not.toMatch(/[\u001b\u0007]/);
  });
});

describe('a suppression', () => {
  const suppressed = (comment: string) => ({
    '.github/workflows/ask.yml': floating.replace(
      '      - uses: openai/codex-action@v1\n',
      `      # codex-cockpit: ignore model-not-pinned the default is wanted\n      - uses: openai/codex-action@v1 ${comment}\n`,
    ),
  });

  it('by a comment with a reason is shown and does not count', async () => {
    const { run } = repository(suppressed('# codex-cockpit: ignore action-not-pinned ours to move'));
    const { code, stdout } = await run('sdlc', 'lint', '--no-others');
    expect(stdout).toBe(
      [
        'suppressed: .github/workflows/ask.yml:8:15: action-not-pinned: ours to move (by a comment)',
        'suppressed: .github/workflows/ask.yml:8:15: model-not-pinned: the default is wanted (by a comment)',
        '0 errors, 0 warnings, 0 notes in 1 file that starts Codex; 1 file read, 2 findings suppressed',
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  it.each([
    [
      'without a reason',
      '# codex-cockpit: ignore action-not-pinned',
      'no reason is given for action-not-pinned',
    ],
    ['of a rule that there is not', '# codex-cockpit: ignore no-such because', 'there is no rule no-such'],
    ['without a rule', '# codex-cockpit: ignore', 'no rule is named'],
  ])('%s is an error, and suppresses nothing', async (_, comment, message) => {
    const { code, stdout } = await repository(suppressed(comment)).run('sdlc', 'lint');
    expect(stdout).toContain(`ask.yml:8:38: error: bad-suppression: ${message}\n`);
    expect(stdout).toContain('ask.yml:8:15: error: action-not-pinned: ');
    expect(code).toBe(1);
  });

  it('by an option needs a reason', async () => {
    const { run } = repository(one);
    const { code, stdout } = await run('sdlc', 'lint', '--ignore', 'action-not-pinned=ours to move');
    expect(stdout).toContain(
      'suppressed: .github/workflows/ask.yml:7:15: action-not-pinned: ours to move (by an option)\n',
    );
    expect(code).toBe(0);
    const without = await run('sdlc', 'lint', '--ignore', 'action-not-pinned');
    expect(without.stderr).toContain('--ignore action-not-pinned has no reason');
    expect(without.code).toBe(2);
  });

  it('of a rule that is mistyped names the one that was meant', async () => {
    const { code, stderr } = await repository(one).run('sdlc', 'lint', '--rule', 'action-not-pined');
    expect(stderr).toContain('Did you mean "action-not-pinned"?');
    expect(code).toBe(2);
  });
});

describe('the formats', () => {
  const hostile = {
    '.github/workflows/ask.yml': floating.replace(
      'openai/codex-action@v1',
      'openai/codex-action@v1|%0A::error::`x`',
    ),
  };

  it('github: annotations that a workflow cannot forge', async () => {
    const { stdout } = await repository(hostile).run('sdlc', 'lint', '--format', 'github');
    expect(stdout.split('\n').slice(0, -1)).toEqual([
      '::error file=.github/workflows/ask.yml,line=7,col=15,title=action-not-pinned::openai/codex-action at v1|%250A::error::`x`, which can be moved. Name the full commit of the release that you reviewed, with its version in a comment.',
      '::notice file=.github/workflows/ask.yml,line=7,col=15,title=model-not-pinned::no model is named. Name the model: the input model of the action, or --model.',
    ]);
  });

  it('markdown: a row for each finding, without markup of a workflow', async () => {
    const { stdout } = await repository(hostile).run('sdlc', 'lint', '--format', 'markdown');
    expect(stdout).toContain(
      '| `.github/workflows/ask.yml:7:15` | error | `action-not-pinned` | openai/codex-action at v1\\|%0A::error::\\`x\\`, which can be moved |',
    );
    expect(stdout).toContain('- zizmor is not installed: its rules were not asked\n');
  });

  it('sarif: rules, places, and what is suppressed', async () => {
    const { run } = repository(one);
    const { stdout } = await run('sdlc', 'lint', '--format', 'sarif', '--ignore', 'model-not-pinned=wanted');
    const [{ tool, results }] = JSON.parse(stdout).runs;
    expect(
      results.map(({ ruleId, level, suppressions }: Record<string, unknown>) => [
        ruleId,
        level,
        suppressions,
      ]),
    ).toEqual([
      ['action-not-pinned', 'error', undefined],
      ['model-not-pinned', 'note', [{ kind: 'external', justification: 'wanted' }]],
    ]);
    expect(tool.driver.rules[results[0].ruleIndex].id).toBe('action-not-pinned');
    expect(results[0].locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: '.github/workflows/ask.yml' },
      region: { startLine: 7, startColumn: 15 },
    });
  });

  it('json: the same for programs', async () => {
    const { stdout } = await repository(one).run('sdlc', 'lint', '--json');
    const { format, findings, tools } = JSON.parse(stdout);
    expect(format).toBe('codex-cockpit/workflow-lint');
    expect(findings[0]).toMatchObject({
      file: '.github/workflows/ask.yml',
      line: 7,
      column: 15,
      tool: 'codex-cockpit',
      rule: 'action-not-pinned',
      severity: 'error',
      source: 'Versions',
      suppressed: null,
    });
    expect(tools).toEqual([
      { tool: 'zizmor', state: 'not installed' },
      { tool: 'actionlint', state: 'not installed' },
    ]);
  });
});

describe('the history', () => {
  it('keeps that the workflows of a rollout were linted', async () => {
    const { run } = repository(one);
    await run('init', '--name', 'Acme');
    await run('sdlc', 'lint');
    const { stdout } = await run('history', '--json');
    const [{ kind, body }] = JSON.parse(stdout).entries;
    expect(kind).toBe('workflows.linted');
    expect(body).toMatchObject({
      files: 1,
      verdict: 'fail',
      rules: { 'action-not-pinned': 1, 'model-not-pinned': 1 },
    });
  });

  it.each([[['--no-record']], [['--read-only']], [['--rule', 'model-not-pinned']]])(
    'keeps nothing with %j',
    async (flags) => {
      const { run } = repository(one);
      await run('init', '--name', 'Acme');
      await run('sdlc', 'lint', ...flags);
      expect((await run('history')).stdout).not.toContain('workflow');
    },
  );
});

describe('codex-cockpit sdlc rules', () => {
  it('lists every rule with the reason and what to do', async () => {
    const { stdout } = await repository({}).run('sdlc', 'rules');
    expect(stdout).toContain(
      [
        'error action-not-pinned: The action is not pinned to a commit',
        '  A tag or a branch can be moved: the next run uses other code with your key, and nobody reviewed it.',
        '  → Name the full commit of the release that you reviewed, with its version in a comment.',
        '  docs/workflows.md, Versions',
      ].join('\n'),
    );
  });
});
