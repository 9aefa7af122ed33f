import type { Features } from './baseline.ts';

const line = /^(\S+)\s{2,}(.+?)\s{2,}(true|false)\s*$/;

/**
 * Reads `codex features list`: name, stage and effective state in fixed-width columns without a
 * heading (docs/codex-facts.md, "Features list"). Undefined when a line is no such row.
 */
export function parseFeatures(stdout: string): Features | undefined {
  const rows = stdout.split('\n').filter((text) => text.trim() !== '');
  if (rows.length === 0) return undefined;
  const features: Features = {};
  for (const row of rows) {
    const match = line.exec(row);
    if (!match) return undefined;
    const [, name = '', stage = '', enabled] = match;
    features[name] = { stage, enabled: enabled === 'true' };
  }
  return features;
}
