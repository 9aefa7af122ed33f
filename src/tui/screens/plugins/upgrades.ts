import { reviewUpgrades } from '../../../app/plugins/review-upgrade.ts';
import { upgradeMarketplace } from '../../../app/plugins/upgrade-marketplace.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderRealUpgrade, renderUpgradeReviews } from '../../../report/plugins/upgrades.ts';
import { decision } from '../../shell/decision.ts';
import { withoutRole } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, slice, tell } from '../../shell/state.ts';
import { record, whileReading, whoMay } from './record.ts';
import { plugins, selectedSource } from './rows.ts';

/** The detail that shows what the newest review or upgrade came to. */
export const UPGRADE = 'upgrade';

/** What the newest review or upgrade came to. */
export const upgradeText = slice<string>('upgrade', '');

/** Keeps what came of it, and shows it unless the person is busy with something else. */
function showUpgrade(doing: Doing, text: string): void {
  doing.change((state) => {
    const kept = upgradeText.set(state, text);
    const isFree = state.screen === 'plugins' && !state.detail && !state.overlay;
    return isFree ? { ...kept, detail: { of: UPGRADE, scroll: 0 } } : kept;
  });
}

const onCopy = 'the real home stays as it is';

async function review(doing: Doing, marketplace: string | undefined): Promise<string> {
  const store = await doing.writable();
  const what = `trying the upgrade of ${marketplace ?? 'each git marketplace'} on a copy`;
  const reviews = await record(doing, what, (request) =>
    reviewUpgrades(doing.world(), store, { ...request, marketplace }),
  );
  showUpgrade(doing, renderUpgradeReviews(reviews, plain));
  if (reviews.length === 0) return 'no git marketplace is configured';
  return reviews.map((one) => `${one.marketplace}: ${one.outcome}, ${one.summary}`).join('; ');
}

const upgradeReview = decision<{ marketplace: string }>({
  command: 'upgrade-review',
  keys: ['u'],
  description: 'try the upgrade of the selected source on a copy',
  footer: 'review',
  disabled: whoMay('review an upgrade'),
  begin: (state) => {
    const marketplace = selectedSource(state);
    return marketplace === undefined
      ? { instead: tell(state, 'no source is selected') }
      : { input: { marketplace } };
  },
  confirmation: ({ marketplace }) => ({
    question: `Try the upgrade of ${marketplace} on a copy?`,
    records: [`plugins.upgrade-reviewed: ${marketplace}, with what would change; ${onCopy}`],
  }),
  run: (doing, { marketplace }) => review(doing, marketplace),
});

const reviewAll = decision<{ all: true }>({
  command: 'review-all-upgrades',
  keys: ['a'],
  description: 'try the upgrade of each git marketplace on a copy',
  disabled: (state) =>
    whileReading(state) ??
    (plugins.of(state).inventory?.marketplaces.some(({ sourceType }) => sourceType === 'git')
      ? withoutRole('review an upgrade')(state)
      : 'no git marketplace is configured'),
  begin: () => ({ input: { all: true } }),
  confirmation: (_, state) => ({
    question: 'Try the upgrade of each git marketplace on a copy?',
    records: (plugins.of(state).inventory?.marketplaces ?? [])
      .filter(({ sourceType }) => sourceType === 'git')
      .map(({ name }) => `plugins.upgrade-reviewed: ${name}, with what would change; ${onCopy}`),
  }),
  run: (doing) => review(doing, undefined),
});

const upgrade = decision<{ marketplace: string }>({
  command: 'upgrade',
  keys: ['U'],
  description: 'upgrade the selected source in your CODEX_HOME to exactly what was reviewed',
  disabled: whoMay('upgrade a marketplace'),
  begin: (state) => ({ input: { marketplace: selectedSource(state) ?? '' } }),
  confirmation: ({ marketplace }) => ({
    question: `Upgrade ${marketplace} in your real CODEX_HOME to exactly what was reviewed?`,
    writes: [`the plugins of ${marketplace} in CODEX_HOME; sessions load them from then on`],
    records: [
      `plugins.upgrade-started: ${marketplace}`,
      'plugins.upgraded: what came of it, compared with the review',
    ],
  }),
  run: async (doing, { marketplace }) => {
    const store = await doing.writable();
    const upgraded = await record(doing, `upgrading ${marketplace}`, (request) =>
      upgradeMarketplace(doing.world(), store, { ...request, marketplace }),
    );
    const text = renderRealUpgrade(upgraded);
    showUpgrade(doing, text);
    return text.split('\n')[0];
  },
});

/** Trying the upgrades of sources, and carrying them out. */
export const upgrades: readonly Binding[] = [upgradeReview, reviewAll, upgrade];
