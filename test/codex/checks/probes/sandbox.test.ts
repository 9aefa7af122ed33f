import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runOn, shippedCheck } from '../../../support/bench.ts';
import { canSandbox } from '../../../support/sandbox.ts';
import { customProfiles } from '../../../support/sandbox-profiles.ts';
import { realCodex, testWorld } from '../../../support/world.ts';

type Files = Record<string, string>;

/** Runs a shipped check on the real CLI, with files below the home of the team or in the project. */
async function judge(id: string, { home = {}, project = {} }: { home?: Files; project?: Files } = {}) {
  const world = testWorld();
  for (const [root, files] of [
    [world.teamHome, home],
    [world.cwd, project],
  ] as const) {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(join(root, name, '..'), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  }
  const { judgement, exhibits } = await runOn(realCodex, world, shippedCheck(id));
  return { ...judgement, labels: exhibits.map(({ label }) => label) };
}

// The temp dir may be written in a sandbox, and a home in it is a warning of its own.
vi.stubEnv('TMPDIR', '/var/tmp');

const typo =
  'default_permissions = "p"\n[permissions.p]\nextends = ":workspace"\n[permissions.p.filesytem]\n"~/s" = "deny"\n';

describe('approved profiles', () => {
  it('with a key that the CLI ignores fail, though the configuration has the same', async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), typo);
    const { judgement } = await runOn(realCodex, world, shippedCheck('sandbox.approved'), {
      approvedText: async () => typo,
    });
    expect(judgement).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('approved-profiles:4:'),
      remedy: 'Write filesystem.',
    });
  });
});

describe.skipIf(!canSandbox)('the checks of the sandbox, on the real 0.139.0', () => {
  it('warn of ways out that no rule closes, and keep the matrix as evidence', async () => {
    const home = {
      'config.toml': `model_instructions_file = "instr.md"\n${customProfiles}`,
      'instr.md': 'Be kind.\n',
    };
    expect(await judge('sandbox.matrix', { home })).toMatchObject({
      verdict: 'warn',
      summary: expect.stringMatching(
        /^5 profiles do what they say in \d+ probes, \d+ could not be proved here; \d+ ways out are open/,
      ),
      actual: expect.stringContaining('write hooks of a nested .git'),
      remedy: expect.stringContaining('checks/sandbox.yaml'),
      labels: expect.arrayContaining(['the matrix']),
    });
  });

  it('pass once a team states what it accepts', async () => {
    const ways = [
      'write.nested-codex',
      'write.nested-agents',
      'write.agents-md',
      'write.nested-git',
      'write.worktree-file',
      'write.pipe',
      'read.auth',
      'read.sessions',
      'read.environment',
      'net.datagram',
      'privileges',
      'namespaces',
      'write.kernel',
    ];
    const accepts = ways.map((id) => `      ${id}: allowed\n`).join('');
    const accepted = `version: 1\nprofiles:\n  "*":\n    why: reviewed\n    expect:\n${accepts}`;
    const narrow = accepted
      .replace('"*"', '":read-only"')
      .replaceAll(/ {6}write\.(nested|agents|worktree).*\n/g, '');
    expect(await judge('sandbox.matrix', { project: { 'checks/sandbox.yaml': narrow } })).toMatchObject({
      verdict: 'warn',
    });
    const wide = `${narrow}${accepted.split('\n').slice(2).join('\n').replace('"*"', '":workspace"')}`;
    expect(await judge('sandbox.matrix', { project: { 'checks/sandbox.yaml': wide } })).toMatchObject({
      verdict: 'pass',
    });
  });

  it('fail a profile with a typo twice: by lint and by behaviour', async () => {
    const home = { 'config.toml': typo };
    expect(await judge('sandbox.profile-lint', { home })).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('did you mean "filesystem"?'),
      remedy: 'Write filesystem.',
    });
    expect(await judge('sandbox.matrix', { home })).toMatchObject({
      verdict: 'fail',
      expected: 'p: read ~/s: denied',
      actual: expect.stringContaining('p: read ~/s: allowed'),
    });
  });

  it('look at the profiles of the project too, as they were published there', async () => {
    const home = { 'config.toml': 'default_permissions = ":read-only"\n' };
    const project = { '.codex/config.toml': typo };
    expect(await judge('sandbox.profile-lint', { home, project })).toMatchObject({
      verdict: 'fail',
      actual: expect.stringMatching(/project\/\.codex\/config\.toml:4:\d+: permissions\.p\.filesytem/),
    });
    expect(await judge('sandbox.matrix', { home, project })).toMatchObject({
      verdict: 'fail',
      expected: 'p: read ~/s: denied',
    });
  });

  it('hold what a team states against what a profile does', async () => {
    const stated = 'version: 1\nprofiles:\n  ":workspace":\n    expect: { write.tmp: denied }\n';
    expect(await judge('sandbox.matrix', { project: { 'checks/sandbox.yaml': stated } })).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining('write in /tmp: allowed (checks/sandbox.yaml:4:'),
    });
  });

  it('find that sessions keep to the profiles, and leave the same ways out', async () => {
    expect(await judge('sandbox.live')).toMatchObject({
      verdict: 'warn',
      summary: expect.stringContaining('ways out are open'),
    });
  });
});

describe('the checks of rules, on the real 0.139.0', () => {
  const rules = 'prefix_rule(pattern=["git", "push"], decision="prompt", justification="review first")\n';
  const table = (expected: string) =>
    `version: 1\ncommands:\n  - command: [git, push, origin]\n    expect: ${expected}\n`;

  it.each([
    ['prompt', { verdict: 'pass', summary: '1 commands are decided as expected' }],
    [
      'forbidden',
      {
        verdict: 'fail',
        expected: 'git push origin: forbidden (decisions.yaml:3:5)',
        actual: expect.stringMatching(/^prompt: .*git push.*review first/),
      },
    ],
  ])('hold a table that expects %s against what the CLI decides', async (expected, judgement) => {
    const given = { home: { 'rules/default.rules': rules }, project: { 'decisions.yaml': table(expected) } };
    expect(await judge('rules.decisions', given)).toMatchObject(judgement);
  });

  it('fail a table whose rules the CLI would drop', async () => {
    const given = {
      home: { 'rules/default.rules': 'prefix_rule(' },
      project: { 'decisions.yaml': table('prompt') },
    };
    expect(await judge('rules.decisions', given)).toMatchObject({
      verdict: 'fail',
      summary: expect.stringContaining('is broken'),
    });
  });

  it('warn of a command that hides in a shell', async () => {
    const wrapped = 'version: 1\ncommands:\n  - command: [bash, -lc, git push]\n    expect: none\n';
    const given = { home: { 'rules/default.rules': rules }, project: { 'decisions.yaml': wrapped } };
    expect(await judge('rules.decisions', given)).toMatchObject({ verdict: 'warn' });
  });

  it('say by file and line what is wrong with the table', async () => {
    const given = { home: { 'rules/default.rules': rules }, project: { 'decisions.yaml': table('maybe') } };
    expect(await judge('rules.decisions', given)).toMatchObject({
      verdict: 'error',
      summary: expect.stringContaining('decisions.yaml:4:13'),
    });
  });

  it('are skipped without a table', async () => {
    expect(await judge('rules.decisions')).toMatchObject({ verdict: 'skip' });
  });
});
