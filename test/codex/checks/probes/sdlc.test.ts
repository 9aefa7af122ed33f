import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runOn, shippedCheck } from '../../../support/bench.ts';
import { commandPlace } from '../../../support/command-line.ts';
import { testRepository } from '../../../support/repository.ts';
import { tempFolder } from '../../../support/temp.ts';
import { realCodex, testWorld } from '../../../support/world.ts';

type Files = Readonly<Record<string, string>>;

/** Judges a folder by a check of the suite, on the real CLI. */
async function judge(id: string, folder: string) {
  const { judgement } = await runOn(
    realCodex,
    { ...testWorld(), cwd: folder },
    shippedCheck(`sdlc.${id}`, { timeoutMs: 60_000 }),
  );
  return judgement;
}

const judgeFiles = (id: string, files: Files) => judge(id, testRepository(files).root);

/** A repository with the reviewed set, as it is written. */
async function reviewedSet() {
  const repository = testRepository();
  await commandPlace().run('sdlc', 'init', repository.root, '--write');
  return repository;
}

const action = 'openai/codex-action@e0fdf01220eb9a88167c4898839d273e3f2609d1 # v1.8';

const workflow = (body: string, on = 'pull_request') => ({
  '.github/workflows/codex.yml': `name: Codex\non: ${on}\npermissions: {}\n${body}`,
});

const step = (inputs: string, more = '') => `jobs:
  codex:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    steps:
      - uses: ${action}
        with:
          openai-api-key: \${{ secrets.OPENAI_API_KEY }}
          prompt: Review the change.
${inputs}${more}`;

const readOnly =
  '          sandbox: read-only\n          codex-version: "0.139.0"\n          model: gpt-5.5\n';
const writing =
  '          sandbox: workspace-write\n          codex-version: "0.139.0"\n          model: gpt-5.5\n';

describe('a repository with the reviewed set', () => {
  it.each([
    ...['config', 'review-workflow', 'secrets', 'artifacts', 'no-silent-codegen'],
    ...['rules', 'pin', 'skill', 'risk-report'],
  ])('passes sdlc.%s', async (id) => {
    expect(await judge(id, (await reviewedSet()).root)).toMatchObject({ verdict: 'pass' });
  });

  it('passes sdlc.agents once the gaps are filled in, and not before', async () => {
    const { root, read, write } = await reviewedSet();
    expect(await judge('agents', root)).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('BUILD COMMAND'),
    });
    write('AGENTS.md', read('AGENTS.md').replaceAll(/\{\{[^}]+\}\}/g, 'make all'));
    expect(await judge('agents', root)).toMatchObject({ verdict: 'pass' });
  });

  it('is judged from a folder below too', async () => {
    const { root } = await reviewedSet();
    mkdirSync(join(root, 'src'));
    expect(await judge('skill', join(root, 'src'))).toMatchObject({ verdict: 'pass' });
  });
});

describe('a repository of GitLab', () => {
  const included = { '.gitlab-ci.yml': 'include:\n  - local: .gitlab/codex/codex-review.gitlab-ci.yml\n' };

  it('passes with the job of the set once it is included, and fails for what is wrong in that file', async () => {
    const { root, read, write } = testRepository(included);
    await commandPlace().run('sdlc', 'init', root, '--write', '--for', 'gitlab');
    for (const id of ['review-workflow', 'secrets', 'artifacts', 'pin'])
      expect(await judge(id, root)).toMatchObject({ verdict: 'pass' });
    const job = '.gitlab/codex/codex-review.gitlab-ci.yml';
    write(job, read(job).replace('@openai/codex@0.139.0', '@openai/codex@latest'));
    expect(await judge('pin', root)).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining(`${job}:`),
    });
  });
});

describe('outside of a repository', () => {
  it.each(['agents', 'config', 'pin', 'rules', 'skill', 'risk-report'])('sdlc.%s is skipped', async (id) => {
    expect(await judge(id, tempFolder())).toMatchObject({
      verdict: 'skip',
      summary: 'this folder is in no git repository',
    });
  });
});

describe('an empty repository', () => {
  it.each([
    ['agents', 'fail'],
    ['config', 'fail'],
    ['review-workflow', 'fail'],
    ['rules', 'fail'],
    ['skill', 'fail'],
    ['secrets', 'skip'],
    ['artifacts', 'skip'],
    ['no-silent-codegen', 'skip'],
    ['pin', 'skip'],
    ['risk-report', 'skip'],
  ])('sdlc.%s: %s', async (id, verdict) => {
    const judgement = await judgeFiles(id, {});
    expect(judgement.verdict).toBe(verdict);
    // A failure says where to begin.
    if (verdict === 'fail') expect(judgement.remedy).toContain('codex-cockpit sdlc init');
  });
});

describe('sdlc.config', () => {
  it.each([
    ['approval_policy = "never"\nsandbox_mode = "workspace-write"\n', 'approval_policy is "never"'],
    ['approval_policy = "on-request"\nsandbox_mode = "danger-full-access"\n', 'danger-full-access'],
    ['approval_policy = "on-request"\n', 'sandbox_mode is not set'],
    [
      'approval_policy = "on-request"\nsandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nnetwork_access = true\n',
      'network_access is true',
    ],
    ['approval_policy = "sometimes"\nsandbox_mode = "read-only"\n', 'sometimes'],
    ['approval_policy = \n', ''],
  ])('fails %j', async (text, actual) => {
    expect(await judgeFiles('config', { '.codex/config.toml': text })).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining(actual),
    });
  });
});

describe('sdlc.rules', () => {
  it('fails rules that leave a push alone, by what the CLI decides', async () => {
    const text = 'prefix_rule(pattern=["rm", "-rf"], decision="forbidden")\n';
    expect(await judgeFiles('rules', { '.codex/rules/team.rules': text })).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('git push origin main: no rule'),
    });
  });

  it('fails a file that the CLI cannot read', async () => {
    expect(await judgeFiles('rules', { '.codex/rules/team.rules': 'prefix_rule(' })).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('cannot read'),
    });
  });
});

describe('checks of workflows', () => {
  it('sdlc.review-workflow fails where Codex may write, or where there are faults', async () => {
    expect(await judgeFiles('review-workflow', workflow(step(writing)))).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('lets Codex write'),
    });
    const floating = step(readOnly.replace('0.139.0', 'latest'));
    expect(await judgeFiles('review-workflow', workflow(floating))).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('codex-version-floats'),
    });
  });

  it('sdlc.pin fails another version, and one that floats', async () => {
    for (const version of ['0.150.0', 'latest'])
      expect(await judgeFiles('pin', workflow(step(readOnly.replace('0.139.0', version))))).toMatchObject({
        verdict: 'fail',
        actual: expect.stringContaining('.github/workflows/codex.yml:'),
      });
    expect(await judgeFiles('pin', workflow(step(readOnly)))).toMatchObject({ verdict: 'pass' });
  });

  it('sdlc.secrets fails a key in the environment of the job, and rights to write', async () => {
    const inJob = step(readOnly).replace(
      '    runs-on:',
      `    env:\n      OPENAI_API_KEY: \${{ secrets.OPENAI_API_KEY }}\n    runs-on:`,
    );
    expect(await judgeFiles('secrets', workflow(inJob))).toMatchObject({ verdict: 'fail' });
    const mayWrite = step(readOnly).replace('contents: read', 'contents: write');
    expect(await judgeFiles('secrets', workflow(mayWrite))).toMatchObject({ verdict: 'fail' });
    expect(await judgeFiles('secrets', workflow(step(readOnly)))).toMatchObject({ verdict: 'pass' });
  });

  it('sdlc.artifacts fails where nothing is kept', async () => {
    expect(await judgeFiles('artifacts', workflow(step(readOnly)))).toMatchObject({
      verdict: 'fail',
      actual: '.github/workflows/codex.yml',
    });
  });

  it('sdlc.no-silent-codegen fails a push, and warns without a gate', async () => {
    const pushes = step(writing, '      - run: git push origin HEAD:main\n');
    expect(await judgeFiles('no-silent-codegen', workflow(pushes, 'workflow_dispatch'))).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('pushes commits'),
    });
    const proposes = step(writing, '      - run: gh pr create --fill\n');
    expect(await judgeFiles('no-silent-codegen', workflow(proposes, 'workflow_dispatch'))).toMatchObject({
      verdict: 'warn',
    });
    expect(await judgeFiles('no-silent-codegen', workflow(step(readOnly)))).toMatchObject({
      verdict: 'pass',
    });
  });
});

describe('sdlc.skill', () => {
  const skill = (head: string) => ({ '.agents/skills/one/SKILL.md': `---\n${head}\n---\n\n# One\n` });

  it('fails a skill without a description, and one about something else', async () => {
    expect(await judgeFiles('skill', skill('name: scaffold'))).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('no description'),
    });
    const other = skill('name: triage\ndescription: Sorts issues.');
    expect(await judgeFiles('skill', other)).toMatchObject({ verdict: 'fail' });
  });
});

describe('sdlc.risk-report', () => {
  const script = '#!/bin/sh\n# risk report\ncodex exec - < prompt.md\n';

  it.each<[string, Files]>([
    ['a hook', { '.husky/pre-commit': script }],
    [
      'a hook of pre-commit',
      {
        '.pre-commit-config.yaml':
          'repos:\n  - repo: local\n    hooks:\n      - id: risk\n        entry: codex exec -\n        language: system\n',
      },
    ],
    [
      'a hook of lefthook',
      { 'lefthook.yml': 'pre-commit:\n  commands:\n    risk:\n      run: codex exec -\n' },
    ],
    [
      'a hook that starts the script',
      { 'scripts/risk.sh': script, '.githooks/pre-commit': 'scripts/risk.sh\n' },
    ],
  ])('fails %s that runs Codex by itself', async (_, files) => {
    expect(await judgeFiles('risk-report', files)).toMatchObject({
      verdict: 'fail',
      summary: 'a hook runs Codex by itself',
    });
  });

  it('passes a manual hook, and the linked script that asks first', async () => {
    const manual =
      'repos:\n  - repo: local\n    hooks:\n      - id: risk\n        entry: codex exec -\n        stages: [manual]\n';
    const files = { 'scripts/risk.sh': script, '.pre-commit-config.yaml': manual };
    expect(await judgeFiles('risk-report', files)).toMatchObject({ verdict: 'pass' });
    const { root } = await reviewedSet();
    symlinkSync('../../.github/codex/risk-report.sh', join(root, '.git/hooks/pre-commit'));
    expect(await judge('risk-report', root)).toMatchObject({ verdict: 'pass' });
    // The same without its condition.
    appendFileSync(join(root, '.git/hooks/post-commit'), script);
    expect(await judge('risk-report', root)).toMatchObject({ verdict: 'fail' });
  });
});
