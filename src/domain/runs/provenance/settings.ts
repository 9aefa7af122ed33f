import { hash } from 'node:crypto';
import { parse } from 'smol-toml';
import { canonicalJson } from '../../base/canonical-json.ts';

/**
 * What the CLI writes into the `config.toml` of its home by itself: that a folder is trusted, which notice was seen, and
 * when a marketplace was fetched (docs/codex-facts.md).
 */
const writtenByTheCli = { top: ['projects', 'notice'], ofMarketplaces: 'last_updated' } as const;

/**
 * SHA-256 of the settings of a `config.toml`, without what the CLI writes there itself: the same for files that differ in
 * comments or order only. Undefined for a text that is not TOML.
 */
export function digestSettings(text: string): string | undefined {
  try {
    const { marketplaces, ...rest } = parse(text);
    const kept = Object.entries(rest).filter(
      ([name]) => !writtenByTheCli.top.some((written) => written === name),
    );
    const settings = {
      ...Object.fromEntries(kept),
      ...(marketplaces !== undefined && { marketplaces: withoutTimes(marketplaces) }),
    };
    return hash('sha256', canonicalJson(settings), 'hex');
  } catch {
    return undefined;
  }
}

function withoutTimes(marketplaces: unknown): unknown {
  if (!isTable(marketplaces)) return marketplaces;
  const rows = Object.entries(marketplaces).map(([name, one]) => {
    if (!isTable(one)) return [name, one];
    const { [writtenByTheCli.ofMarketplaces]: _, ...rest } = one;
    return [name, rest];
  });
  return Object.fromEntries(rows);
}

const isTable = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
