import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInventory } from '../../../../src/app/plugins/read-inventory.ts';
import { listCache } from '../../../../src/codex/plugins/scan/scan-cache.ts';
import { judgeContentDrift, judgeHooksTrust } from '../../../../src/domain/checks/judge/plugin-sources.ts';
import { treesOf } from '../../../../src/domain/plugins/inventory/one-marketplace.ts';
import { judgePromotion } from '../../../../src/domain/plugins/sources/judge-promotion.ts';
import { identityOf } from '../../../../src/domain/plugins/sources/source-identity.ts';
import { worldWithPlugins } from '../../../support/marketplace.ts';
import { tempFolder } from '../../../support/temp.ts';
import { realCodex } from '../../../support/world.ts';

const request = { codex: realCodex, signal: new AbortController().signal };

describe('a cache that is not what the CLI makes', () => {
  it.each([
    [
      'a linked marketplace',
      (cache: string) => moveAway(join(cache, 'local')),
      'plugins/cache/local is a symbolic link to ',
    ],
    [
      'a linked plugin',
      (cache: string) => moveAway(join(cache, 'local', 'alpha')),
      'plugins/cache/local/alpha is a symbolic link to ',
    ],
    [
      'a second version',
      (cache: string) => {
        const plugin = join(cache, 'local', 'alpha');
        cpSync(join(plugin, '1.0.0'), join(plugin, '1.0.0+evil'), { recursive: true });
      },
      'it has 2 folders of versions (1.0.0, 1.0.0+evil); the CLI keeps one',
    ],
  ])('is hostile, cannot be promoted, and has drifted: %s', async (_, change, text) => {
    const { world } = worldWithPlugins();
    const before = await readInventory(world, request);
    const trees = treesOf(before, 'local');
    expect(trees.map(({ plugin }) => plugin)).toContain('alpha@local');
    change(join(world.teamHome, 'plugins', 'cache'));
    const inventory = await readInventory(world, request);
    expect(inventory.findings).toContainEqual({
      kind: 'hostile',
      subject: 'alpha@local',
      text: expect.stringContaining(text),
    });
    expect(inventory.findings.map(({ kind }) => kind)).not.toContain('enabled-not-cached');
    const record = recordOf(inventory, trees);
    expect(judgeContentDrift(inventory, record)).toMatchObject({
      verdict: 'fail',
      actual: expect.stringContaining(text),
    });
    expect(judgeHooksTrust(inventory, record).verdict).toBe('fail');
    const evidence = { inventory, review: undefined, acknowledged: [], lint: [] };
    expect(judgePromotion('local', evidence).blockers).toContainEqual(expect.stringContaining(text));
  });

  it('has drifted when a promoted plugin is enabled and gone', async () => {
    const { world } = worldWithPlugins();
    const trees = treesOf(await readInventory(world, request), 'local');
    rmSync(join(world.teamHome, 'plugins', 'cache', 'local', 'alpha'), { recursive: true });
    const inventory = await readInventory(world, request);
    expect(judgeContentDrift(inventory, recordOf(inventory, trees))).toMatchObject({
      verdict: 'fail',
      actual: 'alpha@local was promoted and is enabled, but gone from the cache',
    });
    const evidence = { inventory, review: undefined, acknowledged: [], lint: [] };
    expect(judgePromotion('local', evidence).blockers).toContainEqual(
      expect.stringContaining('alpha@local (enabled-not-cached)'),
    );
  });

  it('has neither a version that the CLI does not take nor a linked one', async () => {
    const home = tempFolder();
    const plugin = join(home, 'plugins', 'cache', 'acme', 'alpha');
    for (const version of ['1.0.0', '9 ~decoy']) mkdirSync(join(plugin, version), { recursive: true });
    symlinkSync('1.0.0', join(plugin, '2.0.0'));
    expect(await listCache(home)).toMatchObject([{ version: '1.0.0', faults: [] }]);
  });
});

type Inventory = Awaited<ReturnType<typeof readInventory>>;

function recordOf(inventory: Inventory, trees: ReturnType<typeof treesOf>) {
  const marketplace = inventory.marketplaces.find(({ name }) => name === 'local');
  const promoted = {
    source: 'local',
    identity: marketplace ? identityOf(marketplace) : null,
    state: 'team standard' as const,
    reason: 'seen',
    seq: 1,
    at: '2026-11-20T12:00:00.000Z',
    actor: 'ada@example.com',
    review: null,
    revision: null,
    trees: [...trees],
  };
  return { decisions: [promoted], reviews: new Map(), unfinished: [], acknowledged: new Map() };
}

/** Puts a link in place of a folder. */
function moveAway(folder: string): void {
  const elsewhere = join(tempFolder(), 'elsewhere');
  renameSync(folder, elsewhere);
  symlinkSync(elsewhere, folder);
}
