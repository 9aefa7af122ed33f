import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ValidationRequest, validateSandbox } from '../../../src/app/sandbox/validate-sandbox.ts';
import { lintPolicy } from '../../../src/domain/policy/lint-policy.ts';
import type { MatrixCell, ProbeMatrix } from '../../../src/domain/sandbox/matrix/matrix.ts';
import { examplesOf } from '../../../src/domain/sandbox/trials/glob.ts';
import { canSandbox } from '../../support/sandbox.ts';
import { pattern } from '../../support/sandbox-patterns.ts';
import { tempFolder } from '../../support/temp.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const profileWith = (filesystem: string) =>
  `default_permissions = "p"\n[permissions.p]\nextends = ":workspace"\n[permissions.p.filesystem]\n${filesystem}`;

async function tried(
  config: string,
  request: Partial<ValidationRequest> & { arrange?: (world: ReturnType<typeof testWorld>) => void } = {},
): Promise<ProbeMatrix & { cell: (probe: string) => MatrixCell | undefined }> {
  const world = testWorld();
  writeFileSync(join(world.teamHome, 'config.toml'), config);
  request.arrange?.(world);
  const matrix = await validateSandbox(world, {
    profiles: ['p'],
    outbound: 'none',
    codex: realCodex,
    signal: new AbortController().signal,
    ...request,
  });
  const [trial] = matrix.trials;
  if (trial?.type !== 'tried') throw new Error(`not tried: ${JSON.stringify(trial)}`);
  return { ...matrix, cell: (probe) => trial.cells.find((one) => one.probe === probe) };
}

describe.skipIf(!canSandbox)('a hole in a profile, on the real 0.139.0', () => {
  it('shows where a pattern denies nothing, absolute ones included, and nothing crashes', async () => {
    const { cell, notTried, findings } = await tried(
      profileWith(`"/srv/*/key" = "deny"
glob_scan_max_depth = 3
":workspace_roots" = { "*/.env" = "deny", "src/*/key" = "deny", "{a,b}.crt" = "deny", "**/.ssh" = "deny", "**/[Cc]redentials" = "deny", "**/[" = "deny" }
`),
    );
    expect(cell('read:*/.env')).toMatchObject({ verdict: 'as expected', observed: { type: 'denied' } });
    expect(cell('read:**/[Cc]redentials')).toMatchObject({ observed: { type: 'denied' } });
    for (const name of ['/srv/*/key', 'src/*/key', '{a,b}.crt', '{a,b}.crt, as b.crt', '**/.ssh'])
      expect(cell(`read:${name}`), name).toMatchObject({ expected: 'denied', verdict: 'opens' });
    expect(cell('read:beside src/*/key')).toMatchObject({ verdict: 'as expected' });
    expect(cell('read:**/[Cc]redentials, as a folder')).toMatchObject({ verdict: 'not judged' });
    expect(notTried).toEqual([{ name: '**/[', reason: 'it is not a pattern that can be read' }]);
    expect(findings.map(({ field }) => field)).toEqual([
      'permissions.p.filesystem."/srv/*/key"',
      'permissions.p.filesystem.":workspace_roots"."src/*/key"',
    ]);
  });

  it('shows what a rename opens: a rule is for a path, and not for what is there', async () => {
    const { cell } = await tried(
      profileWith(
        '"~/.config/gh" = "deny"\nglob_scan_max_depth = 3\n":workspace_roots" = { "secrets/prod.key" = "deny", ".github/workflows" = "read", "package.json" = "read", "top" = "deny", "**/secrets/**" = "deny", "**/*.env" = "deny" }\n',
      ),
    );
    for (const place of [
      'read:secrets/prod.key',
      'write:.github/workflows',
      'read:**/secrets/**',
      'read:**/*.env',
    ]) {
      expect(cell(place), place).toMatchObject({ verdict: 'as expected', observed: { type: 'denied' } });
      expect(cell(`${place}, renamed`), place).toMatchObject({
        verdict: 'exposed',
        observed: { type: 'allowed' },
      });
    }
    expect(cell('write:package.json')).toMatchObject({
      verdict: 'as expected',
      observed: { type: 'denied' },
    });
    expect(cell('read:~/.config/gh, renamed')).toMatchObject({ verdict: 'as expected' });
    expect(cell('read:top, renamed')).toBeUndefined();
    expect(cell('read:~/.config/gh')?.verdict).toBe('as expected');
    expect(cell('net.datagram')?.verdict).toBe('exposed');
    expect(cell('read.sessions')?.verdict).toBe('exposed');
  });

  it('gives a stand-in the kind of the real place, and tries a whole path of the home there', async () => {
    const { cell, findings, notices } = await tried(
      profileWith('"~/my.notes" = "deny"\n"~/newdir" = "write"\n"~/.SSH" = "deny"\n'),
      {
        arrange: ({ root }) => {
          mkdirSync(join(root, 'my.notes'));
          mkdirSync(join(root, '.ssh'));
          const rules = `"${join(root, 'my.notes')}" = "write"\n"${join(root, '.codex', 'auth.json')}" = "deny"\n`;
          writeFileSync(
            join(root, '.codex', 'config.toml'),
            profileWith(`"~/my.notes" = "deny"\n"~/newdir" = "write"\n"~/.SSH" = "deny"\n${rules}`),
          );
        },
      },
    );
    expect(cell('read:~/my.notes')).toMatchObject({ expected: 'denied', observed: { type: 'denied' } });
    expect(cell('write:~/newdir')).toMatchObject({ verdict: 'not judged', observed: { type: 'denied' } });
    expect(cell('read.auth')).toMatchObject({ verdict: 'as expected', observed: { type: 'denied' } });
    expect(findings.map(({ message }) => message)).toEqual([
      expect.stringContaining('there is .ssh'),
      expect.stringContaining('the same place as "~/my.notes" = "deny"'),
    ]);
    expect(notices).toContainEqual(expect.objectContaining({ message: expect.stringContaining('~/newdir') }));
  });

  it('does not start where this machine has links that the CLI does not take, and says so', async () => {
    const links: readonly (readonly [string, (world: ReturnType<typeof testWorld>) => void])[] = [
      [
        '":workspace_roots" = { "shared/key" = "deny" }\n',
        ({ root, cwd }) => {
          mkdirSync(join(root, 'shr'));
          symlinkSync('../shr', join(cwd, 'shared'));
        },
      ],
      [
        '"~/.config/gh" = "deny"\n"~/.config/**/*.tok" = "deny"\n',
        ({ root }) => {
          mkdirSync(join(root, 'dot/config'), { recursive: true });
          symlinkSync('dot/config', join(root, '.config'));
          mkdirSync(join(root, '.config', 'deep'));
        },
      ],
      [
        '',
        ({ cwd }) => {
          mkdirSync(join(cwd, '.gitreal'));
          symlinkSync('.gitreal', join(cwd, '.git'));
        },
      ],
    ];
    for (const [filesystem, arrange] of links) {
      const config = profileWith(filesystem);
      await expect(tried(config, { arrange }), config).rejects.toThrow(/not tried: .*is a link/);
    }
  });

  it('shows that what is to be read below a denied place stays closed', async () => {
    const { cell, findings } = await tried(profileWith('"~/.config" = "deny"\n"~/.config/gh" = "read"\n'));
    expect(cell('read:~/.config/gh')).toMatchObject({ expected: 'allowed', verdict: 'closes' });
    expect(findings).toMatchObject([{ field: 'permissions.p.filesystem."~/.config/gh"' }]);
  });

  it('finds every mistyped name, and goes on where no file can have one', async () => {
    const { findings, notTried, trials } = await tried(
      `[permision.p.filesystem]\n"~/.ssh" = "deny"\n[filesystem]\n"~/.ssh" = "deny"\n${profileWith(
        `"~/.ssh " = "deny"\n"~/.aws\\n" = "deny"\n"~/.a\\u0000" = "deny"\n"~/${'a'.repeat(300)}" = "deny"\n"~/.\u0455sh" = "deny"\n"~/.kube" = {}\n"~/.gcloud" = { access = "deny" }\n":workspace_roots" = { "${'**/'.repeat(30)}x" = "deny" }\n[permissions."-P"]\nextends = "p"\n`,
      )}`.replace(/^(.*)(default_permissions = "p"\n)/s, '$2$1'),
      { profiles: ['p', '-P'] },
    );
    expect(findings.map(({ field }) => field).sort()).toEqual(
      [
        ...['permision', 'filesystem', 'permissions.p.filesystem."~/.ssh "'],
        'permissions.p.filesystem."~/.aws\\n"',
        'permissions.p.filesystem."~/.a\\u0000"',
        'permissions.p.filesystem."~/.\u0455sh"',
        'permissions.p.filesystem."~/.kube"',
        'permissions.p.filesystem."~/.gcloud".access',
      ].sort(),
    );
    expect(notTried.map(({ reason }) => reason)).toEqual([
      'no file can have a name with U+0000',
      'no file can have a name of that length',
    ]);
    const titles = trials
      .flatMap((trial) => (trial.type === 'tried' ? trial.cells : []))
      .map(({ title }) => title);
    expect(titles).toEqual(
      expect.arrayContaining(['read "~/.ssh "', 'read "~/.aws<U+000A>"', 'read ~/.<U+0455>sh']),
    );
    expect(trials.map(({ type }) => type)).toEqual(['tried', 'tried']);
  });

  it('shows where a home or a folder of the system may be written, and an expectation may name any path', async () => {
    const expectations =
      'version: 1\nprofiles:\n  p:\n    expect: { "write:/usr": denied, "write:~/bin": denied, "read:~/.kube": denied }\n';
    const empty = tempFolder();
    const { cell } = await tried(profileWith(`"~" = "write"\n"/etc" = "write"\n"${empty}" = "deny"\n`), {
      expectations: 'e.yaml',
      arrange: ({ cwd }) => writeFileSync(join(cwd, 'e.yaml'), expectations),
    });
    expect(cell('write.home')?.observed.type).toBe('allowed');
    expect(cell('write:~/bin')).toMatchObject({ verdict: 'opens' });
    expect(cell('read:~/.kube')).toMatchObject({ verdict: 'opens' });
    expect(cell('write:/usr')).toMatchObject(
      process.getuid?.() === 0 ? { verdict: 'as expected' } : { verdict: 'unmet' },
    );
    // An empty folder that is denied is told from one that is open.
    expect(cell(`read:${empty}`)).toMatchObject({ verdict: 'as expected', observed: { type: 'denied' } });
  });

  it('shows what becomes of a denied place that is a link on this machine', async () => {
    const { cell } = await tried(profileWith('"~/.aws" = "deny"\n'), {
      arrange: ({ root }) => {
        mkdirSync(join(root, 'dotfiles'));
        symlinkSync('dotfiles', join(root, '.aws'));
      },
    });
    expect(cell('read:~/.aws, its target')).toMatchObject({
      expected: 'denied',
      observed: { type: 'denied' },
    });
    await expect(
      tried(profileWith('"~/.aws" = "deny"\n'), {
        arrange: ({ root }) => {
          mkdirSync(join(root, 'dotfiles'));
          symlinkSync(join(root, 'dotfiles'), join(root, '.aws'));
        },
      }),
    ).rejects.toThrow('.aws is denied and is a link: deny what it leads to in its place.');
  });

  it('is closed by the rule that the matrix names: the login of the CLI', async () => {
    const open = await tried(profileWith(''));
    expect(open.cell('read.auth')).toMatchObject({
      verdict: 'exposed',
      risk: expect.stringContaining('"~/.codex/auth.json" = "deny" closes it'),
    });
    const closed = await tried(profileWith('"~/.codex/auth.json" = "deny"\n'), { live: true });
    for (const trial of closed.trials)
      expect(trial.type === 'tried' && trial.cells.find(({ probe }) => probe === 'read.auth')).toMatchObject({
        verdict: 'as expected',
        observed: { type: 'denied' },
      });
  });

  it('shows with the network on: Unix sockets of this machine are reached', async () => {
    const { cell } = await tried(`${profileWith('')}[permissions.p.network]\nenabled = true\n`);
    expect(cell('net.socket')).toMatchObject({ verdict: 'exposed', observed: { type: 'allowed' } });
  });

  it('shows in the settings before profiles, which only a session keeps to', async () => {
    const opened = tempFolder();
    const config = `sandbox_mode = "workspace-write"\n[sandbox_workspace_write]\nnetwork_access = true\nwritable_roots = ["${opened}"]\n[shell_environment_policy]\nexclude = ["*TOKEN*"]\n[features]\nshell_snapshot = false\n`;
    const { cell, trials } = await tried(config, { profiles: ['sandbox_mode'] });
    expect(trials).toMatchObject([{ profile: 'sandbox_mode', mode: 'live' }]);
    expect(cell(`write:${opened}`)).toMatchObject({ observed: { type: 'allowed' }, verdict: 'as expected' });
    expect(cell('write.outside')?.observed.type).toBe('denied');
    // Without a snapshot of the shell the policy of the team leaves the variable out.
    expect(cell('read.environment')).toMatchObject({ observed: { type: 'denied' }, verdict: 'as expected' });
    expect(cell('net.connect')?.observed.type).toBe('allowed');
  });

  it('shows in other workspaces too: a linked worktree, the home, and with the temp dir in it', async () => {
    const config = profileWith('"~/secret" = "deny"\n');
    const worktree = await tried(config, { layout: 'worktree' });
    expect(worktree.cell('write.git')).toMatchObject({
      verdict: 'as expected',
      observed: { type: 'denied' },
    });
    const home = await tried(config, { layout: 'home' });
    expect(home.cell('write.home')).toMatchObject({ verdict: 'as expected', observed: { type: 'allowed' } });
    expect(home.cell('write.codex-home')).toMatchObject({ observed: { type: 'denied' } });
    expect(home.cell('read:~/secret')).toMatchObject({ observed: { type: 'denied' } });
    const inside = await tried(config, { layout: 'tmpdir' });
    expect(inside.cell('write.tmpdir')).toMatchObject({ observed: { type: 'allowed' } });
  });

  it('is found for any pattern: it does what it says, or the lint names it', async () => {
    const patterns = fc
      .sample(pattern, { numRuns: 40, seed: 139 })
      .filter((glob) => examplesOf(glob, 'canary') && /[a-z]{2}/.test(glob));
    expect(patterns.length).toBeGreaterThan(10);
    const lines = [...new Set(patterns)].map((glob) => `${JSON.stringify(glob)} = "deny"\n`).join('');
    const config = profileWith(`[permissions.p.filesystem.":workspace_roots"]\n${lines}`);
    const named = lintPolicy({ text: config, file: 'c' }, { kind: 'config', version: '0.139.0' })
      .filter(({ message }) => !message.includes('at any depth'))
      .map(({ field }) => field);
    const [trial] = (await tried(config)).trials;
    const wrong = (trial?.type === 'tried' ? trial.cells : []).filter(
      ({ verdict, probe }) =>
        (verdict === 'opens' || verdict === 'closes') &&
        !named.some((field) => field.includes(JSON.stringify(probe.replace(/^read:|, .*$/g, '')))),
    );
    expect(wrong).toEqual([]);
  });
});
