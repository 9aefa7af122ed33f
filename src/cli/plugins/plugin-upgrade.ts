import { reviewUpgrades, type UpgradeReview } from '../../app/plugins/review-upgrade.ts';
import { upgradeMarketplace } from '../../app/plugins/upgrade-marketplace.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { recordTrees } from '../../domain/plugins/sources/source-state.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderRealUpgrade, renderUpgradeReviews } from '../../report/plugins/upgrades.ts';
import { arg, codexFlag, flag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';
import { inventoryRequest } from './inventory-request.ts';

/** `plugin upgrade-review` */
export const upgradeReview = subcommand({
  name: 'upgrade-review',
  summary: 'upgrade a marketplace on a copy, and record the result compared with what was promoted',
  args: {
    asked: arg('[marketplace]', 'the marketplace, also a local one (default: each git marketplace)'),
  },
  flags: { codex: codexFlag },
  run: ({ asked, ...given }, call) =>
    call.record((store) =>
      reviewUpgrades(call.world, store, { marketplace: asked, ...inventoryRequest(given, call) }),
    ),
  text: (reviews, { paint }) => renderUpgradeReviews(reviews, paint),
  json: (reviews) => jsonDocument('plugin-upgrade-review', { reviews: reviews.map(reviewFields) }),
  exit: (reviews) => (reviews.some(({ outcome }) => outcome !== 'unchanged') ? 1 : 0),
});

/** `plugin upgrade` */
export const upgrade = subcommand({
  name: 'upgrade',
  summary:
    'upgrade a marketplace in the real CODEX_HOME to exactly what was reviewed; exit 1 when the result differs',
  args: { marketplace: arg('<marketplace>', 'the marketplace') },
  flags: { yes: flag('--yes', 'write to the real CODEX_HOME'), codex: codexFlag },
  run: ({ marketplace, yes, ...given }, call) => {
    if (!yes) {
      throw new UsageError(
        `this upgrades ${marketplace} in your real CODEX_HOME`,
        'To confirm, add --yes. To try it on a copy: codex-cockpit plugin upgrade-review.',
      );
    }
    return call.record((store) =>
      upgradeMarketplace(call.world, store, { marketplace, ...inventoryRequest(given, call) }),
    );
  },
  text: renderRealUpgrade,
  json: ({ seq, marketplace, equal, differences }) =>
    jsonDocument('plugin-upgrade', { entry: seq, marketplace, equal, differences }),
  exit: ({ equal }) => (equal ? 0 : 1),
});

/** A review as JSON output names it. */
function reviewFields({ seq, comparedWith, beforeRevision, afterRevision, trees, ...rest }: UpgradeReview) {
  return {
    entry: seq,
    ...rest,
    compared_with: comparedWith,
    before_revision: beforeRevision,
    after_revision: afterRevision,
    trees: recordTrees(trees),
  };
}
