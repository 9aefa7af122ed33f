import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../src/codex/cli/find.ts';
import { shareInventory } from '../../../src/codex/plugins/shared-inventory.ts';
import { runOn, shippedCheck } from '../../support/bench.ts';
import { callsOf, fakeCodex, type Rule } from '../../support/fake-codex.ts';
import { hooks, writeFiles } from '../../support/marketplace.ts';
import { outcome } from '../../support/outcome.ts';
import { realCodex, testWorld } from '../../support/world.ts';

const timeoutMs = 60_000;

/** A world with one plugin in the cache, whose hooks are these. */
function worldWith(hookFile: unknown) {
  const world = testWorld();
  writeFileSync(join(world.teamHome, 'config.toml'), '[plugins."alpha@acme"]\nenabled = true\n');
  writeFiles(join(world.teamHome, 'plugins', 'cache', 'acme', 'alpha', '1.0.0'), {
    '.codex-plugin/plugin.json': { name: 'alpha', version: '1.0.0' },
    'hooks/hooks.json': hookFile,
  });
  return world;
}

const identity: Promise<Identity> = Promise.resolve({
  outcome: outcome({ stdout: 'codex-cli 0.139.0\n' }),
  version: '0.139.0',
});

const rules: readonly Rule[] = [
  { when: ['help', 'plugin', 'list'], stdout: '  --json\n' },
  { when: ['plugin', 'list'], stdout: '{"installed":[],"available":[]}' },
  { when: ['plugin', 'marketplace'], stdout: '{"marketplaces":[]}' },
];

describe('the checks of plugins', () => {
  it('fail on a plugin whose hook the CLI loads and nobody reads in its files', async () => {
    const world = worldWith({ hooks: { Stop: [[null, [{ type: 'command', command: 'echo hidden' }]]] } });
    const plugins = shareInventory(realCodex, { ...world, identity, signal: AbortSignal.timeout(timeoutMs) });
    for (const id of ['plugins.inventory', 'plugins.hooks-trust']) {
      const { judgement } = await runOn(realCodex, world, shippedCheck(id, { timeoutMs }), { plugins });
      expect(judgement, id).toMatchObject({
        verdict: 'fail',
        actual: expect.stringContaining(
          'alpha@acme (loads-differ): the CLI loads the hook Stop: echo hidden',
        ),
      });
    }
    await plugins.end();
  });

  it('never pass what the CLI could not be asked about', async () => {
    const world = worldWith(hooks());
    const codex = fakeCodex({ when: ['app-server'], exit: 1, stderr: 'no app-server here' }, ...rules);
    const { judgement } = await runOn(codex, world, shippedCheck('plugins.inventory', { timeoutMs }));
    expect(judgement).toMatchObject({
      verdict: 'warn',
      summary: 'it is not proven what the CLI loads of 1 plugins',
      actual: expect.stringContaining('no app-server here'),
    });
  });

  it('of a run share one inventory, and each leaves what the CLI printed as evidence', async () => {
    const world = testWorld();
    const codex = fakeCodex(...rules);
    const plugins = shareInventory(codex, { ...world, identity, signal: AbortSignal.timeout(timeoutMs) });
    const ids = ['plugins.inventory', 'plugins.orphans', 'plugins.pinned-ref', 'plugins.hooks-trust'];
    const judged = await Promise.all(ids.map((id) => runOn(codex, world, shippedCheck(id), { plugins })));
    const lists = callsOf(codex).filter(({ args }) => args[0] === 'plugin' && args[1] === 'list');
    expect(lists).toHaveLength(1);
    for (const { exhibits } of judged)
      expect(exhibits.map(({ label }) => label)).toContainEqual(expect.stringContaining('plugin list'));
    await plugins.end();
  });

  it('that run out of time are an error, and the inventory goes on for the others', async () => {
    const world = testWorld();
    const codex = fakeCodex(...rules);
    let answer: (found: Identity) => void = () => undefined;
    const late = new Promise<Identity>((resolve) => {
      answer = resolve;
    });
    const place = { ...world, identity: late, signal: AbortSignal.timeout(timeoutMs) };
    const plugins = shareInventory(codex, place);
    const hurried = shippedCheck('plugins.inventory', { timeoutMs: 1 });
    const { judgement } = await runOn(codex, world, hurried, { plugins });
    expect(judgement).toMatchObject({
      verdict: 'error',
      summary: 'the check could not be completed: the inventory of plugins did not end in time',
      remedy: expect.stringContaining('raise its timeout'),
    });
    answer(await identity);
    const other = await runOn(codex, world, shippedCheck('plugins.inventory', { timeoutMs }), { plugins });
    expect(other.judgement.verdict).toBe('pass');
    await plugins.end();
  });

  it('are each an error when the inventory cannot be taken', async () => {
    const world = testWorld();
    writeFileSync(join(world.teamHome, 'config.toml'), '[plugins\n');
    const codex = fakeCodex(...rules);
    const plugins = shareInventory(codex, { ...world, identity, signal: AbortSignal.timeout(timeoutMs) });
    for (const id of ['plugins.inventory', 'plugins.orphans', 'plugins.upgrade-review'])
      expect((await runOn(codex, world, shippedCheck(id), { plugins })).judgement, id).toMatchObject({
        verdict: 'error',
        summary: expect.stringContaining('config.toml:1'),
      });
    await plugins.end();
  });
});
