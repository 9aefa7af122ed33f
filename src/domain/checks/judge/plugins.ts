import * as z from 'zod';
import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { Inventory, InventoryFinding } from '../../plugins/inventory/inventory.ts';
import { error, fail, type Judgement, pass, quote, skip, warn } from '../judgement.ts';

// Loose on purpose: a later CLI adds members, and optional ones are left out rather than null
// (docs/codex-facts.md, "Plugin listing").
const plugin = z.looseObject({ pluginId: z.string(), name: z.string(), marketplaceName: z.string() });
const pluginList = z.looseObject({ installed: z.array(plugin), available: z.array(plugin) });
const marketplaceList = z.looseObject({
  marketplaces: z.array(z.looseObject({ name: z.string(), root: z.string() })),
});

/** What the inventory commands printed; `plugins` and `marketplaces` are absent when help denies them. */
export type InventoryTrial = {
  help: Outcome;
  plugins?: Outcome;
  marketplaces?: Outcome;
  /** What was made of them, or why nothing could be. */
  inventory?: Inventory | Error;
};

/** True when `codex help plugin list` offers `--json`. */
export function hasPluginJson(help: Outcome): boolean {
  return exited(help) && /(^|\s)--json\b/m.test(help.stdout);
}

/**
 * Passes when both lists exit 0 and are the documented JSON, and the CLI loads what the files of the plugins say.
 * Failures never print JSON (docs/codex-facts.md, "Plugin listing").
 */
export function judgeInventory({ help, plugins, marketplaces, inventory }: InventoryTrial): Judgement {
  if (!hasPluginJson(help)) return skip('this CLI version has no plugin list --json');
  if (!plugins || !marketplaces) return error({ summary: 'the inventory commands were not run' });
  // Some versions have it for one of the two only.
  if (exited(marketplaces, 2) && marketplaces.stderr.includes("unexpected argument '--json'"))
    return skip('this CLI version has no plugin marketplace list --json');
  const listed = read('codex plugin list', plugins, pluginList);
  if ('judgement' in listed) return listed.judgement;
  const sources = read('codex plugin marketplace list', marketplaces, marketplaceList);
  if ('judgement' in sources) return sources.judgement;
  const { installed, available } = listed.value;
  const loads = inventory && !(inventory instanceof Error) ? judgeLoads(inventory) : undefined;
  return (
    loads ??
    pass(
      `${installed.length} installed, ${available.length} available, ${sources.value.marketplaces.length} marketplaces`,
    )
  );
}

function read<T>(
  command: string,
  outcome: Outcome,
  schema: z.ZodType<T>,
): { value: T } | { judgement: Judgement } {
  const expected = `${command} --json exits 0 with its documented JSON`;
  if (outcome.end.type !== 'exit') {
    return { judgement: error({ summary: `${command}: ${describeEnd(outcome.end)}` }) };
  }
  if (!exited(outcome)) {
    const actual = `${describeEnd(outcome.end)}: ${cleanLine(errorText(outcome)).slice(0, 300)}`;
    return { judgement: fail({ summary: `${command} failed`, expected, actual }) };
  }
  try {
    return { value: schema.parse(JSON.parse(outcome.stdout)) };
  } catch (cause) {
    const actual =
      cause instanceof z.ZodError
        ? cause.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ')
        : `not JSON: ${cleanLine(outcome.stdout).slice(0, 120) || '(nothing on stdout)'}`;
    return {
      judgement: fail({ summary: `${command} did not print its JSON`, expected, actual: cleanLine(actual) }),
    };
  }
}

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
      summary: `the files of ${subjects.length} plugins do not prove what the CLI loads`,
      expected: 'the CLI loads what the files of a plugin say, and every file of it can be read',
      actual: describe(found),
      remedy:
        'Look at it with codex-cockpit plugin inventory, and switch the plugin off until its files are plain.',
    };
    return subjects.some(isLoading) ? fail(difference) : warn(difference);
  }
  if (unproven.length === 0) return undefined;
  return warn({
    summary: `it is not proven what the CLI loads of ${new Set(unproven.map(({ subject }) => subject)).size} plugins`,
    expected: 'the CLI says what it loads of each plugin',
    actual: describe(unproven),
  });
}

function describe(found: readonly InventoryFinding[]): string {
  return quote(found.map(({ kind, subject, text }) => `${subject} (${kind}): ${text}`));
}
