import type { Difference } from '../../domain/upgrade/baseline/diff.ts';

type Versions = { from: string; to: string };

/** What changed between two versions, what it takes away first, for people. */
export function renderDifferencesText({ from, to }: Versions, differences: readonly Difference[]): string {
  if (differences.length === 0) return `Nothing that is recorded changed from ${from} to ${to}.\n`;
  const breaking = differences.filter((one) => one.breaking);
  const others = differences.filter((one) => !one.breaking);
  const lines = (list: readonly Difference[]) =>
    list.map(({ part, text }) => `  ${part}: ${text}\n`).join('');
  return (
    `From ${from} to ${to}: ${breaking.length} breaking, ${others.length} other changes.\n` +
    (breaking.length > 0 ? `\nBreaking\n${lines(breaking)}` : '') +
    (others.length > 0 ? `\nOther\n${lines(others)}` : '')
  );
}

/** The same for programs, `codex-cockpit/baseline-diff` version 1 (docs/json.md). */
export function renderDifferencesJson({ from, to }: Versions, differences: readonly Difference[]): string {
  const document = { format: 'codex-cockpit/baseline-diff', version: 1, from, to, differences };
  return `${JSON.stringify(document, null, 2)}\n`;
}
