import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type ValidationRequest, validateSandbox } from '../../../src/app/sandbox/validate-sandbox.ts';
import { differs, matrixVerdict, type ProbeMatrix } from '../../../src/domain/sandbox/matrix/matrix.ts';
import { canMount } from '../../support/private-etc.ts';
import { canSandbox } from '../../support/sandbox.ts';
import { customProfiles, factsTable } from '../../support/sandbox-profiles.ts';
import { realCodex, testWorld } from '../../support/world.ts';

async function validate(config: string | undefined, request: Partial<ValidationRequest> = {}) {
  const world = testWorld();
  if (config !== undefined) writeFileSync(join(world.teamHome, 'config.toml'), config);
  const before = readdirSync(world.teamHome);
  const writtenInTmp = () => readdirSync('/tmp').filter((name) => /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(name));
  const there = writtenInTmp();
  const matrix = await validateSandbox(world, {
    profiles: [],
    outbound: 'none',
    codex: realCodex,
    signal: new AbortController().signal,
    ...request,
  });
  expect(readdirSync(world.teamHome)).toEqual(before);
  // Another run on this machine has files there for a moment.
  await vi.waitFor(() => expect(writtenInTmp().filter((name) => !there.includes(name))).toEqual([]), 10_000);
  return matrix;
}

/** What was seen, by profile and mode and then by probe. */
function seen({ trials }: ProbeMatrix) {
  return Object.fromEntries(
    trials.map((trial) => [
      trial.mode === 'helper' ? trial.profile : `${trial.profile} ${trial.mode}`,
      trial.type === 'tried'
        ? Object.fromEntries(trial.cells.map(({ probe, observed }) => [probe, observed.type]))
        : trial.type,
    ]),
  );
}

/** What cannot be seen here: the internet, which is not tried, Docker, and what only root can do. */
const unseen = {
  'net.outbound': 'unknown',
  ...(existsSync('/var/run/docker.sock') ? {} : { 'net.docker': 'unknown' }),
  ...(process.getuid?.() === 0 ? {} : { privileges: 'unknown', 'write.kernel': 'unknown' }),
};

/** What the facts list, as far as it can be seen here. */
const seenOffline = Object.fromEntries(
  Object.entries(factsTable).map(([id, table]) => [id, { ...table, ...unseen }]),
);

describe.skipIf(!canSandbox)('sandbox validation on the real 0.139.0', () => {
  it('sees what the facts list for three built-in and three custom profiles', async () => {
    const matrix = await validate(customProfiles, { fullAccess: true });
    expect(seen(matrix)).toEqual(seenOffline);
    expect(
      matrix.trials.flatMap((trial) => (trial.type === 'tried' ? trial.cells.filter(differs) : [])),
    ).toEqual([]);
  });

  it('does not try the profile without a sandbox unless a person says so', async () => {
    expect(Object.keys(seen(await validate(undefined)))).toEqual([':read-only', ':workspace']);
    await expect(validate(undefined, { profiles: [':danger-full-access'] })).rejects.toThrow(
      'has no sandbox',
    );
  });

  it('finds the secret that a mistyped key leaves open', async () => {
    const typo =
      'default_permissions = "p"\n[permissions.p]\nextends = ":workspace"\n[permissions.p.filesytem]\n"~/secret" = "deny"\n';
    const { trials } = await validate(typo, { profiles: ['p'] });
    const [trial] = trials;
    expect(trial?.type === 'tried' && trial.cells.filter(differs)).toEqual([
      expect.objectContaining({
        probe: 'read:~/secret',
        verdict: 'opens',
        because: expect.stringMatching(/"~\/secret" = "deny" \(.*config\.toml:5:1\)/),
      }),
      expect.objectContaining({ probe: 'read.link', verdict: 'opens' }),
    ]);
  });

  it('finds a writable folder that a team expects closed', async () => {
    const world = testWorld();
    mkdirSync(join(world.cwd, 'checks'));
    writeFileSync(
      join(world.cwd, 'checks', 'sandbox.yaml'),
      'version: 1\nprofiles:\n  ":workspace":\n    expect: { write.tmp: denied }\n',
    );
    const { trials } = await validateSandbox(world, {
      profiles: [':workspace'],
      outbound: 'none',
      codex: realCodex,
      signal: new AbortController().signal,
    });
    const [trial] = trials;
    expect(trial?.type === 'tried' && trial.cells.filter(differs)).toEqual([
      expect.objectContaining({ probe: 'write.tmp', verdict: 'opens', because: 'checks/sandbox.yaml:4:26' }),
    ]);
  });

  it('leaves what is stated of other profiles alone when one is asked for', async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), customProfiles);
    writeFileSync(
      join(world.cwd, 'e.yaml'),
      'version: 1\nprofiles:\n  dev:\n    expect: { write.tmp: denied }\n  ":workspace":\n    expect: { "read:~/secret": allowed }\n  ":danger-full-access":\n    expect: { write.git: allowed }\n',
    );
    const matrix = await validateSandbox(world, {
      profiles: [':workspace'],
      expectations: 'e.yaml',
      outbound: 'none',
      codex: realCodex,
      signal: new AbortController().signal,
    });
    expect(matrix.trials.map(({ profile }) => profile)).toEqual([':workspace']);
    expect(matrixVerdict(matrix)).toBe('warn');
  });

  it('shows a profile that the CLI refuses with its reason', async () => {
    const { trials } = await validate('[permissions.p]\nextends = "nobody"\n', { profiles: ['p'] });
    expect(trials).toEqual([
      {
        profile: 'p',
        mode: 'helper',
        type: 'refused',
        message: expect.stringContaining('extends undefined profile `nobody`'),
      },
    ]);
  });

  it('names the file of the team, and not the copy, where the CLI cannot read it', async () => {
    const config = 'default_permissions = "p"\n[permissions.p]\nextends = 7\n';
    const { trials } = await validate(config, { profiles: ['p'] });
    expect(trials).toMatchObject([
      { type: 'refused', message: expect.stringMatching(/^config\.toml:\d+:\d+: /) },
    ]);
  });

  it('proves nothing where the profile hides the binary of the CLI', async () => {
    const config = '[permissions.p.filesystem]\n":minimal" = "read"\n';
    expect((await validate(config, { profiles: ['p'] })).trials).toMatchObject([
      { type: 'not started', remedy: expect.stringContaining('codex binary') },
    ]);
  });

  it('tries a profile in a session too, and finds that the two agree on 0.139.0', async () => {
    const found = seen(await validate(customProfiles, { profiles: ['dev'], live: true }));
    expect(found['dev live']).toEqual(found.dev);
    expect(found.dev).toMatchObject({ 'read:~/secret': 'denied', 'read.link': 'denied' });
  });

  it('sees that with the proxy only the proxy is reached, by the helper and in a session', async () => {
    const proxied = `default_permissions = "p"
[features]
network_proxy = true
[permissions.p]
extends = ":workspace"
[permissions.p.network]
enabled = true
domains = { "example.com" = "allow" }
`;
    const matrix = await validate(proxied, { profiles: ['p'], live: true });
    expect(seen(matrix)).toMatchObject({
      p: { 'net.connect': 'denied', 'net.bind': 'allowed' },
      'p live': { 'net.connect': 'denied', 'net.bind': 'allowed' },
    });
    expect(matrixVerdict(matrix)).toBe('warn');
  });

  it('names a profile that is not there, and the one that was meant', async () => {
    await expect(validate(customProfiles, { profiles: ['devv'] })).rejects.toThrow(
      'there is no profile "devv"',
    );
    await expect(validate('x = ')).rejects.toThrow(/config\.toml:1:\d+: not TOML/);
    await expect(validate(undefined, { config: 'no.toml' })).rejects.toThrow('no.toml: cannot be read');
  });
});

describe.skipIf(!canSandbox || !canMount)('sandbox validation under requirements', () => {
  it('sees what the helper leaves out when it does not read them', async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), customProfiles);
    writeFileSync(
      join(world.cwd, 'r.toml'),
      'allowed_sandbox_modes = ["read-only"]\n[permissions.filesystem]\ndeny_read = ["~/other"]\n',
    );
    writeFileSync(
      join(world.cwd, 'e.yaml'),
      'version: 1\nprofiles:\n  netdev:\n    expect: { write.workspace: allowed, write.git: denied }\n',
    );
    const matrix = await validateSandbox(world, {
      profiles: ['netdev'],
      expectations: 'e.yaml',
      requirements: 'r.toml',
      outbound: 'none',
      codex: realCodex,
      signal: new AbortController().signal,
    });
    const found = seen(matrix);
    expect(found.netdev).toMatchObject({ 'write.workspace': 'allowed', 'read:~/other': 'allowed' });
    expect(found['netdev managed']).toMatchObject({ 'write.workspace': 'denied', 'read:~/other': 'denied' });
    expect(
      matrix.trials.flatMap((trial) => (trial.type === 'tried' ? trial.cells.filter(differs) : [])),
    ).toEqual([]);
  });
});
