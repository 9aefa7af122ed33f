import { describe, expect, it } from 'vitest';
import type {
  InventoryFinding,
  InventoryPlugin,
} from '../../../../src/domain/plugins/inventory/inventory.ts';
import { lintMarketplace } from '../../../../src/domain/plugins/manifest/lint-marketplace.ts';
import { judgePromotion } from '../../../../src/domain/plugins/sources/judge-promotion.ts';
import { identityOf } from '../../../../src/domain/plugins/sources/source-identity.ts';
import { acme, emptyTree, installedOf, inventoryOf, pluginOf } from '../../../support/inventory-builders.ts';

const good = installedOf('good');

/** Judges a marketplace in which `good` is installed and reviewed, and other plugins are as they are given. */
function judge(
  entries: readonly Record<string, unknown>[],
  others: readonly InventoryPlugin[] = [],
  findings: readonly InventoryFinding[] = [],
) {
  const plugins = [{ name: 'good', source: './good' }, ...entries];
  const inventory = inventoryOf({ plugins: [good, ...others], findings: [...findings] });
  const lint = lintMarketplace({
    file: 'm.json',
    text: JSON.stringify({ name: 'acme', plugins }),
    pluginAt: (path) =>
      path === './missing'
        ? undefined
        : { file: `${path}/plugin.json`, text: JSON.stringify({ name: path.slice(2), version: '1' }) },
  });
  const review = {
    seq: 3,
    at: '2026-11-20T12:00:00.000Z',
    marketplace: 'acme',
    identity: identityOf(acme),
    role: 'rollout owner' as const,
    outcome: 'changed' as const,
    afterRevision: null,
    trees: [{ plugin: 'good@acme', treeSha256: emptyTree }],
  };
  return judgePromotion('acme', { inventory, review, acknowledged: [], lint });
}

const skipped = { name: 'odd', source: { source: 'npm' } };
const why =
  'm.json: plugins[1].source.source: "npm" is not one of local, url, git-subdir; the CLI skips the plugin';

describe('an entry that the CLI does not take', () => {
  it('is a warning while nothing of it is installed', () => {
    expect(judge([skipped])).toEqual({
      blockers: [],
      warnings: ['not installed, and the CLI refuses or skips it (codex-cockpit plugin lint): odd'],
    });
  });

  it('is named with the first others, whether its entry or its plugin is refused', () => {
    const others = ['b', 'c', 'd', 'e', 'f'].map((name) => ({ name, source: './missing' }));
    expect(judge([{ name: 'a', source: './z' }, ...others]).warnings).toEqual([
      'not installed, and the CLI refuses or skips it (codex-cockpit plugin lint): a, b, c, d, e, and 1 more',
    ]);
  });

  it.each([
    ['enabled', { enabled: true }],
    ['in the cache', { cached: good.cached }],
    ['listed as installed', { installed: true }],
  ])('keeps its source back when it is %s', (_, given) => {
    expect(judge([skipped], [pluginOf('odd', given)]).blockers).toContain(why);
  });

  it('keeps its source back when it breaks the CLI for all plugins', () => {
    expect(judge([{ ...skipped, source: './odd', category: 5 }]).blockers).toEqual([
      expect.stringContaining('plugins[1].category: it must be a text; while this marketplace is configured'),
    ]);
  });
});

describe('a finding about what the CLI loads', () => {
  it.each(['loads-differ', 'unproven', 'hostile'] as const)(
    'that is %s keeps its source back, and says so',
    (kind) => {
      const finding = { kind, subject: 'good@acme', text: 'the CLI loads the hook Stop: echo hidden' };
      expect(judge([], [], [finding]).blockers).toEqual([
        `good@acme (${kind}): the CLI loads the hook Stop: echo hidden`,
      ]);
    },
  );

  it.each(['apps-unproven', 'not-loaded'] as const)('that is %s keeps nothing back', (kind) => {
    const finding = { kind, subject: 'good@acme', text: 'why' };
    expect(judge([], [], [finding]).blockers).toEqual([]);
  });

  it('of a plugin of another source keeps nothing back', () => {
    const finding = { kind: 'loads-differ' as const, subject: 'alpha@other', text: 'why' };
    expect(judge([], [], [finding]).blockers).toEqual([]);
  });
});
