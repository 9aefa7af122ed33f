import { cleanLine } from '../../base/text/clean.ts';
import type { Inventory, InventoryFinding } from '../../plugins/inventory/inventory.ts';
import { cachedOf } from '../../plugins/inventory/one-marketplace.ts';
import { commandsOf, isSameCommand } from '../../plugins/inventory/plugin-command.ts';
import { differenceFrom } from '../../plugins/inventory/recorded-tree.ts';
import { isRefusalInUse, type LintFinding } from '../../plugins/manifest/lint-finding.ts';
import { driftOf } from '../../plugins/sources/drift.ts';
import { pinWarnings, whyNotCounted } from '../../plugins/sources/judge-promotion.ts';
import { describeIdentity, identityOf } from '../../plugins/sources/source-identity.ts';
import { describeUnfinished, type SourceRecord } from '../../plugins/sources/source-record.ts';
import { blockOf, trustOf } from '../../plugins/sources/source-trust.ts';
import { error, fail, type Judgement, manual, pass, quote, skip, warn } from '../judgement.ts';
import { judgeLoads } from './plugins.ts';

/** Every configured marketplace can be read: one that cannot makes the CLI's whole list fail. */
export function judgeMarketplaceHealth(inventory: Inventory): Judgement {
  const { marketplaces } = inventory;
  if (marketplaces.length === 0) return skip('no marketplace is configured');
  const broken = marketplaces.filter((one) => one.broken !== null);
  if (broken.length === 0) return pass(`${marketplaces.length} marketplaces can be read`);
  return fail({
    summary: `${broken.length} of ${marketplaces.length} marketplaces cannot be read`,
    expected: 'every configured marketplace has a manifest that can be read',
    actual: quote(broken.map(({ name, broken: why }) => `${name}: ${why}`)),
  });
}

/** No plugin loads that the CLI does not list (docs/codex-facts.md, "Orphaned plugins"). */
export function judgeOrphans(inventory: Inventory): Judgement {
  const orphans = [...findings(inventory, 'orphan'), ...findings(inventory, 'not-listed')];
  const [failed] = findings(inventory, 'list-failed');
  if (orphans.length === 0 && failed)
    return error({ summary: `the CLI does not list its plugins: ${cleanLine(failed.text)}` });
  if (orphans.length === 0) return nothingFound(inventory, 'every installed plugin is listed by the CLI');
  const loading = inventory.plugins.filter(
    ({ id, enabled, cached }) => cached && enabled !== false && orphans.some(({ subject }) => subject === id),
  );
  const difference = {
    summary: `${orphans.length} installed plugins are not listed by the CLI`,
    expected: 'every plugin in the cache is offered by a configured marketplace',
    actual: describe(orphans),
  };
  return loading.length > 0 ? fail(difference) : warn(difference);
}

/** What config.toml enables is there. */
export function judgeEnabledNotCached(inventory: Inventory): Judgement {
  const missing = findings(inventory, 'enabled-not-cached');
  if (missing.length === 0) return nothingFound(inventory, 'every enabled plugin is in the cache');
  return fail({
    summary: `${missing.length} enabled plugins do not load`,
    expected: 'every plugin that config.toml enables is in the cache',
    actual: describe(missing),
  });
}

/** Git marketplaces stay where they were reviewed. */
export function judgePinnedRef({ marketplaces }: Inventory): Judgement {
  const git = marketplaces.filter(({ sourceType }) => sourceType === 'git');
  if (git.length === 0) return skip('no git marketplace is configured');
  const warnings = git.flatMap(pinWarnings);
  if (warnings.length === 0) return pass(`${git.length} git marketplaces are at a fixed revision`);
  return warn({
    summary: `${warnings.length} git marketplaces may move by themselves`,
    expected: 'each git marketplace names a revision or a version tag',
    actual: quote(warnings),
  });
}

/** The team standards come from where they came from when they were promoted, and are the bytes that they were. */
export function judgeContentDrift(inventory: Inventory, { decisions }: SourceRecord): Judgement {
  const sources = inventory.marketplaces.map((marketplace) => ({
    source: marketplace.name,
    ...trustOf(marketplace.name, identityOf(marketplace), decisions),
  }));
  const standards = sources.filter(({ state }) => state === 'team standard');
  const others = sources.filter(
    ({ source, state, why }) =>
      state === 'unknown' &&
      why !== null &&
      decisions.findLast((one) => one.source === source)?.state === 'team standard',
  );
  if (standards.length + others.length === 0) return skip('no source of plugins is a team standard');
  const drifted = standards.flatMap(({ source, decision }) =>
    driftOf(source, decision?.trees ?? [], inventory).map(({ text }) => text),
  );
  const unproven = findings(inventory, 'unproven').filter(({ subject }) =>
    standards.some(({ source }) => subject.endsWith(`@${source}`)),
  );
  if (drifted.length + others.length === 0 && unproven.length > 0) {
    return warn({
      summary: 'it is not proven what the CLI loads of team standards',
      expected: 'the CLI says what it loads of each plugin',
      actual: describe(unproven),
    });
  }
  if (drifted.length + others.length === 0)
    return pass(`${standards.length} team standards are what was promoted`);
  return fail({
    summary:
      others.length > 0
        ? `${others.length} team standards are not proved to be the source that was promoted`
        : `${drifted.length} plugins of team standards have drifted`,
    expected: 'the source and the bytes that were reviewed and promoted',
    actual: quote([...others.map(({ source, why }) => `${source}: ${why}`), ...drifted]),
  });
}

/**
 * Nothing of a blocked source loads, whatever it is called now, and no plugin that another marketplace takes from a
 * blocked repository.
 */
export function judgeBlockedSources(inventory: Inventory, { decisions }: SourceRecord): Judgement {
  const names = [
    ...inventory.marketplaces.map(({ name }) => name),
    ...inventory.plugins.map(({ marketplace }) => marketplace),
  ];
  const blocked = [...new Set(names)].flatMap((source) => {
    const marketplace = inventory.marketplaces.find(({ name }) => name === source);
    const { state, decision, why } = trustOf(source, marketplace && identityOf(marketplace), decisions);
    const loaded = cachedOf(inventory, source).filter(({ enabled }) => enabled !== false);
    const text = why ?? (decision ? `blocked on ${decision.at.slice(0, 10)} (entry ${decision.seq})` : '');
    return state === 'blocked' ? [{ source, text, loaded: loaded.map(({ id }) => id) }] : takenFrom(loaded);
  });
  /** Of a marketplace that is not blocked: each plugin that is taken from a repository that is. */
  function takenFrom(plugins: Inventory['plugins']) {
    return plugins.flatMap(({ id, origin }) => {
      const block = origin && blockOf(origin, decisions);
      return block
        ? [
            {
              source: describeIdentity(origin),
              text: `blocked as "${block.source}" (entry ${block.seq})`,
              loaded: [id],
            },
          ]
        : [];
    });
  }
  if (blocked.length === 0) {
    return decisions.some(({ state }) => state === 'blocked')
      ? pass('no blocked source is configured, and none of their plugins loads')
      : skip('no source of plugins is blocked');
  }
  const loading = blocked.filter(({ loaded }) => loaded.length > 0);
  const difference = {
    summary:
      loading.length > 0
        ? `${loading.length} blocked sources are in use`
        : `${blocked.length} blocked sources are configured`,
    expected: 'nothing of a blocked source is configured or loads',
    actual: quote(
      blocked.map(
        ({ source, text, loaded }) =>
          `${source}, ${text}: ${loaded.length > 0 ? `${loaded.join(', ')} loads` : 'it is configured'}`,
      ),
    ),
  };
  return loading.length > 0 ? fail(difference) : warn(difference);
}

const severities = ['blocker', 'fail', 'warn'];

/**
 * The manifests have nothing that the CLI refuses, skips or ignores. What it refuses of a plugin that nobody uses is a
 * warning, as for a promotion.
 *
 * @param inUse ids of the plugins that are installed or enabled
 */
export function judgeManifestLint(
  linted: readonly { source: string; findings: readonly LintFinding[] }[],
  inUse: ReadonlySet<string>,
): Judgement {
  if (linted.length === 0) return skip('no marketplace is configured');
  const all = linted
    .flatMap(({ source, findings }) => findings.map((finding) => ({ source, ...finding })))
    .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  if (all.length === 0) return pass(`the manifests of ${linted.length} marketplaces are clean`);
  const difference = {
    summary: `${all.length} findings in the manifests of marketplaces`,
    expected: 'manifests that the CLI takes as they are',
    actual: quote(all.map(({ source, place, text }) => `${source}: ${place}: ${text}`)),
  };
  const matters = all.some((finding) => isRefusalInUse(finding, finding.source, inUse));
  return matters ? fail(difference) : warn(difference);
}

/** Every hook and server of an installed plugin was looked at by the security owner, and is what the CLI loads. */
export function judgeHooksTrust(inventory: Inventory, { acknowledged }: SourceRecord): Judgement {
  const commands = [...new Set(inventory.plugins.map(({ marketplace }) => marketplace))].flatMap((source) =>
    commandsOf(inventory, source).map((command) => ({ source, command })),
  );
  const loads = judgeLoads(inventory);
  if (loads?.verdict === 'fail') return loads;
  if (commands.length === 0) return loads ?? nothingFound(inventory, 'no plugin runs a hook or a server');
  const unseen = commands.filter(
    ({ source, command }) => !acknowledged.get(source)?.some((one) => isSameCommand(one, command)),
  );
  if (unseen.length === 0) return loads ?? pass(`${commands.length} hooks and servers are acknowledged`);
  return manual({
    summary: `${unseen.length} of ${commands.length} hooks and servers are not acknowledged`,
    actual: quote(
      unseen.map(({ command }) => `${command.plugin} ${command.kind} ${command.name}: ${command.command}`),
    ),
  });
}

/** What is installed of each marketplace was reviewed. */
export function judgeUpgradeReview(inventory: Inventory, { reviews, unfinished }: SourceRecord): Judgement {
  const killed = unfinished.filter(({ isRunning }) => !isRunning);
  if (unfinished.length > 0) {
    const difference = {
      summary:
        killed.length > 0
          ? `${killed.length} upgrades began and were never finished`
          : `${unfinished.length} upgrades are in progress`,
      expected: 'every upgrade that began has an outcome in the history',
      actual: quote(unfinished.map(describeUnfinished)),
    };
    return killed.length > 0 ? fail(difference) : warn(difference);
  }
  const sources = inventory.marketplaces.filter(({ name }) => cachedOf(inventory, name).length > 0);
  if (sources.length === 0) return skip('no plugin of a configured marketplace is installed');
  const failed = sources.filter(({ name }) => reviews.get(name)?.outcome === 'failed');
  if (failed.length > 0) {
    return fail({
      summary: 'the upgrade of a marketplace fails',
      expected: 'every upgrade can be carried out on a copy',
      actual: quote(failed.map(({ name }) => name)),
    });
  }
  const unreviewed = sources.flatMap((marketplace) => {
    const review = reviews.get(marketplace.name);
    const why = whyNotCounted(review, marketplace);
    if (why !== null) return [`${marketplace.name}: ${why}`];
    return cachedOf(inventory, marketplace.name).flatMap(
      (plugin) => differenceFrom(review?.trees ?? [], plugin, 'reviewed') ?? [],
    );
  });
  if (unreviewed.length === 0)
    return pass(`what is installed of ${sources.length} marketplaces was reviewed`);
  return manual({
    summary: `${unreviewed.length} sources or plugins were not reviewed as they are installed`,
    actual: quote(unreviewed),
  });
}

function findings(inventory: Inventory, kind: InventoryFinding['kind']): readonly InventoryFinding[] {
  return inventory.findings.filter((finding) => finding.kind === kind);
}

function nothingFound({ plugins }: Inventory, good: string): Judgement {
  return plugins.some(({ cached, enabled }) => cached || enabled)
    ? pass(good)
    : skip('no plugin is installed');
}

function describe(found: readonly InventoryFinding[]): string {
  return quote(found.map(({ subject, text }) => `${subject}: ${text}`));
}
