import { cleanLine } from '../../domain/base/text/clean.ts';
import type { InventoryDiff } from '../../domain/plugins/sources/diff-inventories.ts';
import type { Paint } from '../base/paint.ts';
import { renderInventoryDiff } from './plugins.ts';

type Review = {
  marketplace: string;
  seq: number;
  outcome: string;
  summary: string;
  diff: InventoryDiff;
};

/** What the upgrade of each marketplace would bring. */
export function renderUpgradeReviews(reviews: readonly Review[], paint: Paint): string {
  if (reviews.length === 0)
    return 'No git marketplace is configured. To review another one, give its name.\n';
  return reviews
    .map(({ marketplace, seq, outcome, summary, diff }) => {
      const changed = outcome === 'changed' ? renderInventoryDiff(diff, paint) : '';
      return `${cleanLine(marketplace)}: ${outcome}, ${summary} (entry ${seq})\n${changed}`;
    })
    .join('');
}

/** What a real upgrade came to, with what is not as it was reviewed. */
export function renderRealUpgrade({
  marketplace,
  equal,
  differences,
}: {
  marketplace: string;
  equal: boolean;
  differences: readonly string[];
}): string {
  const listed = differences.map((one) => `  - ${cleanLine(one)}\n`).join('');
  return `${cleanLine(marketplace)} is upgraded, ${equal ? 'exactly as reviewed' : `NOT as reviewed:\n${listed}`}\n`;
}
