import type { Command } from 'commander';
import {
  acknowledgeSource,
  type DecidedSource,
  demoteSource,
  promoteSource,
  readCommands,
  readSources,
} from '../../app/plugins/decide-source.ts';
import { readInventory } from '../../app/plugins/read-inventory.ts';
import { gitMarketplaces, reviewUpgrade, type UpgradeReview } from '../../app/plugins/review-upgrade.ts';
import { upgradeMarketplace } from '../../app/plugins/upgrade-marketplace.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { requirementsFragment } from '../../domain/plugins/sources/requirements-fragment.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderInventoryDiff } from '../../report/plugins/plugins.ts';
import { renderCommands, renderSources } from '../../report/plugins/sources.ts';
import { reading, recording } from '../history/with-history.ts';
import { withCommonFlags } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';
import { talkOfInventory } from './inventory-talk.ts';

type SourceFlags = CommonFlags & { codex?: string; reason?: string; to?: string; yes?: boolean };

const withReason = (command: Command) =>
  command.requiredOption('--reason <text>', 'why; the history keeps it');

/** Adds the subcommands that review and decide about sources of plugins. */
export function defineSources(command: Command, host: Host, finish: (exitCode: number) => void): void {
  const request = (flags: SourceFlags) => ({
    codex: flags.codex,
    signal: host.interrupt,
    ...talkOfInventory(host, flags),
  });

  const sources = command.command('sources').description('how far each source is trusted, and what it lacks');
  withCommonFlags(sources).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<SourceFlags>();
    const inventory = await readInventory(host.world, request(flags));
    const found = await reading(host, flags, (store) => readSources(host.world, store, inventory));
    host.out(
      flags.json ? jsonDocument('plugin-sources', { sources: found }) : renderSources(found, host.paint),
    );
    finish(found.some(({ drifted, state }) => state === 'team standard' && drifted.length > 0) ? 1 : 0);
  });

  const review = command
    .command('upgrade-review')
    .description(
      'upgrade a marketplace on a copy, and record what that brings compared with what was promoted',
    )
    .argument('[marketplace]', 'the marketplace, also a local one (default: each git marketplace)');
  withCommonFlags(review).action(async (asked: string | undefined, _, command: Command) =>
    finish(await reviewCommand(host, asked, command.optsWithGlobals())),
  );

  const upgrade = command
    .command('upgrade')
    .description(
      'upgrade a marketplace for real to exactly what was reviewed; exit 1 when that is not what is there now',
    )
    .argument('<marketplace>', 'the marketplace')
    .option('--yes', 'write to the real CODEX_HOME');
  withCommonFlags(upgrade).action(async (marketplace: string, _, command: Command) => {
    const flags = command.optsWithGlobals<SourceFlags>();
    if (!flags.yes) {
      throw new UsageError(
        `this upgrades ${marketplace} in your real CODEX_HOME`,
        'Say so with --yes. To try it on a copy: codex-cockpit plugin upgrade-review.',
      );
    }
    const done = await recording(host, flags, (store) =>
      upgradeMarketplace(host.world, store, { marketplace, ...request(flags) }),
    );
    const { seq, equal, differences } = done;
    host.out(
      flags.json
        ? jsonDocument('plugin-upgrade', { entry: seq, marketplace, equal, differences })
        : `${marketplace} is upgraded, ${equal ? 'exactly as reviewed' : `NOT as reviewed:\n${differences.map((one) => `  - ${one}\n`).join('')}`}\n`,
    );
    finish(equal ? 0 : 1);
  });

  const acknowledge = command
    .command('acknowledge')
    .description('show every hook and server of a source in full; with --yes the security owner records that')
    .argument('<source>', 'the marketplace')
    .option('--yes', 'record that all of them were looked at');
  withCommonFlags(acknowledge).action(async (source: string, _, command: Command) => {
    const flags = command.optsWithGlobals<SourceFlags>();
    const asked = { source, ...request(flags) };
    const shown = await reading(host, flags, (store) => readCommands(host.world, store, asked));
    if (!flags.json) host.out(renderCommands(shown, host.paint));
    if (flags.yes)
      await recording(host, flags, (store) => acknowledgeSource(host.world, store, asked, shown));
    if (flags.json)
      host.out(
        jsonDocument('plugin-acknowledgement', { source, recorded: flags.yes === true, commands: shown }),
      );
    const isOpen = !flags.yes && shown.some(({ state }) => state !== 'acknowledged');
    if (isOpen) host.talk('Nothing is recorded. To acknowledge all of these: the same command with --yes.\n');
    finish(isOpen ? 1 : 0);
  });

  const promote = command
    .command('promote')
    .description('one step: unknown to experiment, experiment to team standard')
    .argument('<source>', 'the marketplace');
  withCommonFlags(withReason(promote)).action(async (source: string, _, command: Command) => {
    const flags = command.optsWithGlobals<SourceFlags>();
    const asked = { source, reason: flags.reason ?? '', ...request(flags) };
    finish(
      print(host, flags, await recording(host, flags, (store) => promoteSource(host.world, store, asked))),
    );
  });

  const demote = command
    .command('demote')
    .description('take a source back, to experiment or unknown')
    .argument('<source>', 'the marketplace')
    .option('--to <state>', 'experiment or unknown', 'experiment');
  withCommonFlags(withReason(demote)).action(async (source: string, _, command: Command) => {
    const flags = command.optsWithGlobals<SourceFlags>();
    if (flags.to !== 'experiment' && flags.to !== 'unknown')
      throw new UsageError(`"${flags.to}" is neither experiment nor unknown`);
    const asked = { source, reason: flags.reason ?? '', to: flags.to, ...request(flags) } as const;
    finish(
      print(host, flags, await recording(host, flags, (store) => demoteSource(host.world, store, asked))),
    );
  });

  const block = command
    .command('block')
    .description('say that nobody is to use a source')
    .argument('<source>', 'the marketplace');
  withCommonFlags(withReason(block)).action(async (source: string, _, command: Command) => {
    const flags = command.optsWithGlobals<SourceFlags>();
    const asked = { source, reason: flags.reason ?? '', to: 'blocked', ...request(flags) } as const;
    finish(
      print(host, flags, await recording(host, flags, (store) => demoteSource(host.world, store, asked))),
    );
  });

  const requirements = command
    .command('requirements')
    .description('a fragment of requirements.toml that allows the team standards only');
  withCommonFlags(requirements).action(async (_, command: Command) => {
    const flags = command.optsWithGlobals<SourceFlags>();
    const inventory = await readInventory(host.world, request(flags));
    const found = await reading(host, flags, (store) => readSources(host.world, store, inventory));
    const promoted = found.filter(({ state }) => state === 'team standard').map(({ source }) => source);
    const leftOut = found.flatMap(({ source, why }) => (why === null ? [] : [{ source, why }]));
    const version = inventory.cliVersion ?? 'of an unknown version';
    const fragment = requirementsFragment(inventory, { promoted, leftOut, version });
    host.out(
      flags.json ? jsonDocument('plugin-requirements', { sources: promoted, fragment }) : `${fragment}\n`,
    );
    finish(0);
  });
}

async function reviewCommand(host: Host, asked: string | undefined, flags: SourceFlags): Promise<number> {
  const base = { codex: flags.codex, signal: host.interrupt, ...talkOfInventory(host, flags) };
  const names = asked === undefined ? await gitMarketplaces(host.world) : [asked];
  const reviews = await recording(host, flags, async (store) => {
    const done = [];
    for (const marketplace of names)
      done.push(await reviewUpgrade(host.world, store, { marketplace, ...base }));
    return done;
  });
  if (flags.json) host.out(jsonDocument('plugin-upgrade-review', { reviews: reviews.map(reviewFields) }));
  else {
    for (const { marketplace, seq, outcome, summary, diff } of reviews)
      host.out(
        `${marketplace}: ${outcome}, ${summary} (entry ${seq})\n${outcome === 'changed' ? renderInventoryDiff(diff, host.paint) : ''}`,
      );
    if (names.length === 0)
      host.out('No git marketplace is configured. Any other one is reviewed by its name.\n');
  }
  return reviews.some(({ outcome }) => outcome !== 'unchanged') ? 1 : 0;
}

/** A review as JSON output names it. */
function reviewFields({ seq, comparedWith, beforeRevision, afterRevision, trees, ...rest }: UpgradeReview) {
  return {
    entry: seq,
    ...rest,
    compared_with: comparedWith,
    before_revision: beforeRevision,
    after_revision: afterRevision,
    trees: trees.map(({ plugin, treeSha256 }) => ({ plugin, tree_sha256: treeSha256 })),
  };
}

function print(host: Host, flags: CommonFlags, { source, state, seq, warnings }: DecidedSource): number {
  const lines = [`${source} is ${state} (entry ${seq}).`, ...warnings.map((one) => `warning: ${one}`)];
  host.out(
    flags.json
      ? jsonDocument('plugin-source', { source, state, entry: seq, warnings })
      : `${lines.join('\n')}\n`,
  );
  return 0;
}
