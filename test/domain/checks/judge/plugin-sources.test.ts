import { describe, expect, it } from 'vitest';
import {
  judgeBlockedSources,
  judgeContentDrift,
  judgeEnabledNotCached,
  judgeHooksTrust,
  judgeManifestLint,
  judgeMarketplaceHealth,
  judgeOrphans,
  judgePinnedRef,
  judgeUpgradeReview,
} from '../../../../src/domain/checks/judge/plugin-sources.ts';
import type {
  Inventory,
  InventoryFinding,
  InventoryMarketplace,
  InventoryPlugin,
} from '../../../../src/domain/plugins/inventory/inventory.ts';
import { identityOf } from '../../../../src/domain/plugins/sources/source-identity.ts';
import type { SourceRecord } from '../../../../src/domain/plugins/sources/source-record.ts';
import type { SourceDecision } from '../../../../src/domain/plugins/sources/source-state.ts';

const contents = {
  skills: [],
  mcpServers: [],
  hooks: [{ event: 'SessionStart', command: 'echo', fields: [], sha256: 'digest of echo' }],
  apps: [],
};

const plugin = (given: Partial<InventoryPlugin> = {}): InventoryPlugin => ({
  id: 'alpha@acme',
  name: 'alpha',
  marketplace: 'acme',
  version: '1.0.0',
  installed: true,
  enabled: true,
  listed: true,
  installPolicy: 'AVAILABLE',
  authPolicy: 'ON_USE',
  source: 'local ./alpha',
  cached: { path: 'plugins/cache/acme/alpha/1.0.0', treeSha256: 'aa', entries: [], contents },
  ...given,
});

const marketplace = (given: Partial<InventoryMarketplace> = {}): InventoryMarketplace => ({
  name: 'acme',
  sourceType: 'git',
  source: 'https://git.example.invalid/acme.git',
  ref: 'a'.repeat(40),
  folders: [],
  revision: 'a'.repeat(40),
  root: '/x',
  broken: null,
  ...given,
});

const inventory = (given: Partial<Inventory> = {}): Inventory => ({
  version: 1,
  cliVersion: '0.139.0',
  marketplaces: [marketplace()],
  plugins: [plugin()],
  findings: [],
  ...given,
});

const empty = inventory({ marketplaces: [], plugins: [] });
const finding = (kind: InventoryFinding['kind']) => [{ kind, subject: 'alpha@acme', text: 'why' }];
const trees = (treeSha256: string) => [{ plugin: 'alpha@acme', treeSha256 }];

const nothing: SourceRecord = { decisions: [], reviews: new Map(), unfinished: [], acknowledged: new Map() };
const decision = (given: Partial<SourceDecision> = {}): SourceDecision => ({
  source: 'acme',
  identity: identityOf(marketplace()),
  state: 'team standard',
  reason: 'x',
  seq: 1,
  at: '2026-11-20T12:00:00.000Z',
  actor: 'ada',
  review: null,
  revision: null,
  trees: trees('aa'),
  ...given,
});
const decided = (treeSha256: string): SourceRecord => ({
  ...nothing,
  decisions: [decision({ trees: trees(treeSha256) })],
});
const blocked = (given: Partial<SourceDecision> = {}): SourceRecord => ({
  ...nothing,
  decisions: [decision({ state: 'blocked', ...given })],
});
const reviewed = (treeSha256: string, outcome: 'unchanged' | 'failed' = 'unchanged'): SourceRecord => ({
  ...nothing,
  reviews: new Map([
    [
      'acme',
      {
        seq: 1,
        at: '2026-11-20',
        marketplace: 'acme',
        identity: identityOf(marketplace()),
        role: 'platform engineer',
        outcome,
        afterRevision: null,
        trees: trees(treeSha256),
      },
    ],
  ]),
});
const acknowledged = (command: string): SourceRecord => ({
  ...nothing,
  acknowledged: new Map([
    [
      'acme',
      [
        {
          plugin: 'alpha@acme',
          kind: 'hook',
          name: 'SessionStart',
          command,
          fields: [],
          sha256: `digest of ${command}`,
        },
      ],
    ],
  ]),
});

const linted = (severity: 'blocker' | 'fail' | 'warn', plugin: string | null) => [
  { source: 'acme', findings: [{ severity, plugin, place: 'f', text: 't' }] },
];

const begun = (...running: readonly boolean[]): SourceRecord => ({
  ...reviewed('aa'),
  unfinished: running.map((isRunning, n) => ({
    seq: n,
    at: '2026-11-20T12:00:00.000Z',
    actor: 'ada',
    marketplace: 'acme',
    isRunning,
    review: 1,
    revision: null,
    trees: [],
  })),
});

const takenFrom = (location: string) => ({ kind: 'git', location, ref: null, folders: ['plugins/alpha'] });

describe('the sources of plugins', () => {
  it.each([
    ['health of good marketplaces', judgeMarketplaceHealth(inventory()), 'pass'],
    [
      'health of a broken one',
      judgeMarketplaceHealth(inventory({ marketplaces: [marketplace({ broken: 'EOF' })] })),
      'fail',
    ],
    ['health of none', judgeMarketplaceHealth(empty), 'skip'],
    ['no orphan', judgeOrphans(inventory()), 'pass'],
    ['an orphan that loads', judgeOrphans(inventory({ findings: finding('orphan') })), 'fail'],
    [
      'an orphan that is disabled',
      judgeOrphans(inventory({ findings: finding('orphan'), plugins: [plugin({ enabled: false })] })),
      'warn',
    ],
    [
      'orphans where the CLI does not list',
      judgeOrphans(inventory({ findings: finding('list-failed') })),
      'error',
    ],
    ['orphans of no plugin at all', judgeOrphans(empty), 'skip'],
    ['everything enabled is there', judgeEnabledNotCached(inventory()), 'pass'],
    [
      'something enabled is not there',
      judgeEnabledNotCached(inventory({ findings: finding('enabled-not-cached') })),
      'fail',
    ],
    ['a fixed revision', judgePinnedRef(inventory()), 'pass'],
    ['a version tag', judgePinnedRef(inventory({ marketplaces: [marketplace({ ref: 'v1.2.3' })] })), 'pass'],
    ['a branch', judgePinnedRef(inventory({ marketplaces: [marketplace({ ref: 'main' })] })), 'warn'],
    ['no ref', judgePinnedRef(inventory({ marketplaces: [marketplace({ ref: null })] })), 'warn'],
    [
      'a local marketplace',
      judgePinnedRef(inventory({ marketplaces: [marketplace({ sourceType: 'local' })] })),
      'skip',
    ],
    ['drift of no standard', judgeContentDrift(inventory(), nothing), 'skip'],
    ['a standard as it was promoted', judgeContentDrift(inventory(), decided('aa')), 'pass'],
    ['a standard with other bytes', judgeContentDrift(inventory(), decided('bb')), 'fail'],
    [
      'a standard whose name is another repository now',
      judgeContentDrift(
        inventory({ marketplaces: [marketplace({ source: 'https://evil.example.invalid/acme.git' })] }),
        decided('aa'),
      ),
      'fail',
    ],
    [
      'a standard of which nobody recorded where it came from',
      judgeContentDrift(inventory(), { ...nothing, decisions: [decision({ identity: null })] }),
      'fail',
    ],
    ['no blocked source', judgeBlockedSources(inventory(), decided('aa')), 'skip'],
    ['a blocked source that loads', judgeBlockedSources(inventory(), blocked()), 'fail'],
    [
      'a blocked repository under another name',
      judgeBlockedSources(inventory(), blocked({ source: 'former' })),
      'fail',
    ],
    [
      'a blocked source whose marketplace is gone and whose plugin loads',
      judgeBlockedSources(inventory({ marketplaces: [] }), blocked()),
      'fail',
    ],
    [
      'a blocked source that is configured and disabled',
      judgeBlockedSources(inventory({ plugins: [plugin({ enabled: false })] }), blocked()),
      'warn',
    ],
    [
      'a plugin that another marketplace takes from a blocked repository',
      judgeBlockedSources(
        inventory({
          marketplaces: [marketplace({ source: 'https://git.example.invalid/other.git' })],
          plugins: [plugin({ origin: takenFrom('ssh://git@GIT.example.invalid/acme') })],
        }),
        blocked({ source: 'former' }),
      ),
      'fail',
    ],
    [
      'a plugin that another marketplace takes from a repository that is not blocked',
      judgeBlockedSources(
        inventory({
          marketplaces: [marketplace({ source: 'https://git.example.invalid/other.git' })],
          plugins: [plugin({ origin: takenFrom('https://git.example.invalid/free') })],
        }),
        blocked({ source: 'former' }),
      ),
      'pass',
    ],
    [
      'a blocked source that is gone',
      judgeBlockedSources(inventory({ marketplaces: [], plugins: [] }), blocked()),
      'pass',
    ],
    ['lint of nothing', judgeManifestLint([], new Set()), 'skip'],
    ['clean manifests', judgeManifestLint([{ source: 'acme', findings: [] }], new Set()), 'pass'],
    ['manifests with a warning', judgeManifestLint(linted('warn', null), new Set()), 'warn'],
    ['manifests with a fault', judgeManifestLint(linted('fail', null), new Set()), 'fail'],
    [
      'manifests with a fault of a plugin that is in use',
      judgeManifestLint(linted('fail', 'alpha'), new Set(['alpha@acme'])),
      'fail',
    ],
    [
      'manifests with a fault of a plugin that nobody uses',
      judgeManifestLint(linted('fail', 'alpha'), new Set(['beta@acme', 'alpha@other'])),
      'warn',
    ],
    [
      'manifests that break the CLI, whoever uses the plugin',
      judgeManifestLint(linted('blocker', 'alpha'), new Set()),
      'fail',
    ],
    ['a hook that nobody acknowledged', judgeHooksTrust(inventory(), nothing), 'manual'],
    ['a hook that was acknowledged', judgeHooksTrust(inventory(), acknowledged('echo')), 'pass'],
    ['a hook that changed since', judgeHooksTrust(inventory(), acknowledged('echo then')), 'manual'],
    ['hooks of no plugin', judgeHooksTrust(empty, nothing), 'skip'],
    [
      'acknowledged hooks of a plugin that loads others',
      judgeHooksTrust(inventory({ findings: finding('loads-differ') }), acknowledged('echo')),
      'fail',
    ],
    [
      'acknowledged hooks of a plugin with files that cannot be read',
      judgeHooksTrust(inventory({ findings: finding('hostile') }), acknowledged('echo')),
      'fail',
    ],
    [
      'acknowledged hooks of a plugin of which the CLI was not asked',
      judgeHooksTrust(inventory({ findings: finding('unproven') }), acknowledged('echo')),
      'warn',
    ],
    [
      'hooks that nobody acknowledged, of a plugin of which the CLI was not asked',
      judgeHooksTrust(inventory({ findings: finding('unproven') }), nothing),
      'manual',
    ],
    [
      'no hook that we read, of a plugin of which the CLI was not asked',
      judgeHooksTrust(
        inventory({ plugins: [plugin({ cached: null })], findings: finding('unproven') }),
        nothing,
      ),
      'warn',
    ],
    ['a plugin that nobody reviewed', judgeUpgradeReview(inventory(), nothing), 'manual'],
    ['a plugin that was reviewed', judgeUpgradeReview(inventory(), reviewed('aa')), 'pass'],
    ['a plugin with other bytes', judgeUpgradeReview(inventory(), reviewed('bb')), 'manual'],
    ['an upgrade that fails', judgeUpgradeReview(inventory(), reviewed('aa', 'failed')), 'fail'],
    ['reviews of no plugin', judgeUpgradeReview(empty, nothing), 'skip'],
    ['an upgrade that was killed', judgeUpgradeReview(inventory(), begun(false)), 'fail'],
    ['an upgrade that is in progress', judgeUpgradeReview(inventory(), begun(true)), 'warn'],
    ['one of each', judgeUpgradeReview(inventory(), begun(true, false)), 'fail'],
  ])('%s', (_, judgement, verdict) => {
    expect(judgement.verdict).toBe(verdict);
  });

  it('quote five findings and count the rest', () => {
    const findings = Array.from({ length: 8 }, (_, n) => ({
      severity: 'warn' as const,
      plugin: null,
      place: `f${n}`,
      text: 't',
    }));
    expect(judgeManifestLint([{ source: 'acme', findings }], new Set()).actual).toBe(
      'acme: f0: t; acme: f1: t; acme: f2: t; acme: f3: t; acme: f4: t; and 3 more',
    );
  });
});
