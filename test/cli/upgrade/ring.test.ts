import { generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { fakeCodex } from '../../support/fake-codex.ts';
import { team } from '../../support/team.ts';
import { tinySuite } from '../../support/tiny-suite.ts';

const plan = 'version: 1\nrings:\n  - id: canary\n    machines: ["ci-*"]\n  - id: all\n    machines: ["*"]\n';

/** A team with two rings whose pin moved to 0.140.0. */
async function planned() {
  const { as, world } = await team();
  const [ada, bob] = [commandLine(as('ada')), commandLine(as('bob'))];
  const file = join(world.root, 'rings.yaml');
  writeFileSync(file, plan);
  await ada.run('rollout', 'pin', '0.140.0', '--reason', 'rehearsed');
  const codex = fakeCodex({ when: ['--version'], stdout: 'codex-cli 0.140.0\n' });
  await ada.run('ring', 'plan', file);
  const suite = join(world.root, 'tiny.yaml');
  writeFileSync(suite, tinySuite);
  const path = (name: string) => join(world.root, `${name}.json`);
  const line = (name: string) => [
    'check',
    '--suite',
    suite,
    '--codex',
    codex,
    '--report',
    path(name),
    '--machine',
    name,
  ];
  const report = async (name: string, ...more: readonly string[]) => ({
    path: path(name),
    ...(await bob.run(...line(name), ...more)),
  });
  return { world, ada, bob, report, path, line };
}

describe('check --report', () => {
  it('writes what the machine has and what was found, readable for its owner alone', async () => {
    const { report } = await planned();
    const { path } = await report('ci-1');
    expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
      kind: 'codex-cockpit/machine-report',
      machine: 'ci-1',
      cli: { version: '0.140.0', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      suite: { name: 'tiny', checks: 1, verdict: 'pass' },
      failed: [],
    });
  });

  it('signs it with a key, and the import shows which one', async () => {
    const { world, bob, report } = await planned();
    const key = join(world.root, 'm.key');
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(key, privateKey.export({ type: 'pkcs8', format: 'pem' }));
    const { path } = await report('ci-1', '--report-key', key);
    expect((await bob.run('upgrade', 'report', 'add', path)).stdout).toBe(
      '1 report imported, 0 known before, 0 refused\n',
    );
    writeFileSync(path, readFileSync(path, 'utf8').replace('ci-1', 'ci-9'));
    expect((await bob.run('upgrade', 'report', 'add', path)).stderr).toContain(
      'signature: it is not of this report',
    );
  });

  it('is refused with named checks: what they come to is no verdict of a suite', async () => {
    const { report } = await planned();
    const { code, stderr, path } = await report('ci-1', 'tiny.version');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('a report is about a whole suite, and checks are named: tiny.version'),
    ]);
    expect(existsSync(path)).toBe(false);
  });

  it('writes nothing when the run is interrupted', async () => {
    const { world, path, line } = await planned();
    const interruption = new AbortController();
    interruption.abort();
    const { run } = commandLine(world, { interrupt: interruption.signal });
    const { code, stderr } = await run(...line('ci-1'));
    expect([code, stderr]).toEqual([130, expect.stringContaining('No report was written')]);
    expect(existsSync(path('ci-1'))).toBe(false);
  });

  it('is refused with a key that is none', async () => {
    const { world, report } = await planned();
    const key = join(world.root, 'm.key');
    writeFileSync(key, 'no key');
    const { code, stderr } = await report('ci-1', '--report-key', key);
    expect([code, stderr]).toEqual([2, expect.stringContaining('the key cannot sign')]);
  });
});

describe('ring', () => {
  it('shows bars and what is missing, opens one after the other, and stops at an incident', async () => {
    const { ada, bob, report } = await planned();
    const { path } = await report('ci-1');
    await bob.run('ring', 'open', 'canary', '--reason', 'approved');
    await bob.run('upgrade', 'report', 'add', path);
    const { code, stdout } = await bob.run('ring', 'list');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^canary +█{20} 1 of 1 machine, 1 pass; open since 2026-11-20\n {2}judged by the suite tiny \(1 check\)$/m,
      ),
    ]);
    await bob.run('ring', 'incident', 'canary', '--note', 'CI stood still', '--machine', 'ci-1');
    const refused = await ada.run('ring', 'open', 'all', '--reason', 'x');
    expect([refused.code, refused.stderr]).toEqual([
      1,
      expect.stringContaining('1 incident, and at most 0 allowed'),
    ]);
    expect(await bob.json('ring', 'list')).toMatchObject({
      version: '0.140.0',
      rings: [
        {
          ...{ ring: 'canary', state: 'open', machines: 1, moved: 1, passing: 1 },
          suites: [{ name: 'tiny', checks: 1, machines: 1 }],
        },
        { ring: 'all', state: 'next' },
      ],
      unexplained: [],
    });
  });

  it('exits with 1 when a machine moved on its own', async () => {
    const { bob, report } = await planned();
    const { path } = await report('lap-1');
    await bob.run('upgrade', 'report', 'add', path);
    const { code, stdout } = await bob.run('ring', 'list');
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining('lap-1  0.140.0: the ring all is not open: it moved on its own'),
    ]);
  });

  it('shows a share as it was written', async () => {
    const { ada, world } = await planned();
    const file = join(world.root, 'shares.yaml');
    writeFileSync(file, plan.replace('["ci-*"]', '["ci-*"]\n    promote: { pass_rate: 0.29 }'));
    expect((await ada.run('ring', 'plan', file)).stdout).toContain('1 report, 29 % pass');
  });

  it('shows the plan that counts', async () => {
    const { bob } = await planned();
    expect((await bob.run('ring', 'plan')).stdout).toContain(
      'before the next ring: 1 report, 100 % pass, at most 0 incidents, 0 days',
    );
  });

  it.each([
    [['ring', 'open', 'canari', '--reason', 'x'], 'there is no ring "canari"'],
    [['ring', 'plan', 'none.yaml'], 'none.yaml: cannot be read'],
    [['ring', 'incident', 'canary', '--note', ' '], 'an incident needs a note'],
    [['upgrade', 'report', 'add', 'none.json'], 'none.json: there is no such file'],
  ])('exits with 2 for %j', async (line, message) => {
    const { bob } = await planned();
    const { code, stderr } = await bob.run(...line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
  });
});
