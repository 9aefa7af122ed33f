import type { Inventory, InventoryFinding } from '../../../plugins/inventory/inventory.ts';
import { fail, type Judgement, warn } from '../../judgement.ts';
import { quote } from '../cli/quote.ts';

const differing: readonly InventoryFinding['kind'][] = ['loads-differ', 'hostile'];

/**
 * Fails where a plugin that loads brings something else than its files show, or has files that cannot be read, and
 * warns where the CLI could not be asked.
 *
 * @returns undefined when the CLI loads what the files say, plugin by plugin
 */
export function judgeLoads({ findings, plugins }: Inventory): Judgement | undefined {
  const found = findings.filter(({ kind }) => differing.includes(kind));
  const unproven = findings.filter(({ kind }) => kind === 'unproven');
  const isLoading = (id: string) =>
    plugins.some((one) => one.id === id && one.cached && one.enabled !== false);
  if (found.length > 0) {
    const subjects = [...new Set(found.map(({ subject }) => subject))];
    const difference = {
      summary: `of ${subjects.length} plugins the files do not prove what the CLI loads`,
      expected: 'the CLI loads what the files of a plugin say, and every file of it can be read',
      actual: describe(found),
      remedy:
        'Look at it with codex-cockpit plugin inventory, and switch the plugin off until its files are plain.',
    };
    return subjects.some(isLoading) ? fail(difference) : warn(difference);
  }
  if (unproven.length === 0) return undefined;
  return warn({
    summary: `of ${new Set(unproven.map(({ subject }) => subject)).size} plugins it is unproven what the CLI loads`,
    expected: 'the CLI says what it loads of each plugin',
    actual: describe(unproven),
  });
}

function describe(found: readonly InventoryFinding[]): string {
  return quote(found.map(({ kind, subject, text }) => `${subject} (${kind}): ${text}`));
}
