import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { AlignedRepository } from '../../../domain/metrics/loop/alignment.ts';
import type { Window } from '../../../domain/metrics/view.ts';
import { alignColumns } from '../../base/table.ts';

/** Repositories with what had to be repaired in them, beside their instructions. */
export type AlignmentReport = {
  window: Window;
  repositories: readonly AlignedRepository[];
  unread: readonly { folder: string; reason: string }[];
};

/** The repositories, most fixes first. */
export function renderAlignment({ window, repositories, unread }: AlignmentReport): string {
  const head = `Fixes and instructions from ${window.from} to ${window.to}`;
  if (repositories.length === 0)
    return `${head}\nNo figure of quality names a repository. Add some: codex-cockpit metric import quality FILE\n`;
  const rows = repositories.map(({ repository, fixes, total, instructions, changedOn, advice }) => [
    cleanLine(repository),
    `${total} fixes`,
    describeFixes(fixes),
    describeInstructions(instructions),
    changedOn === undefined ? 'last change not known' : `changed ${changedOn}`,
    advice,
  ]);
  const failures = unread.map(({ folder, reason }) => `${cleanLine(folder)}: not read: ${cleanLine(reason)}`);
  return `${[head, ...alignColumns(rows).map((line) => line.trimEnd()), ...failures].join('\n')}\n`;
}

/** Repositories as JSON documents have them (docs/json.md). */
export function alignmentFields({ window, repositories, unread }: AlignmentReport): object {
  return {
    window,
    repositories: repositories.map(({ repository, fixes, total, instructions, changedOn, advice }) => ({
      ...{ repository, total, advice, changed_on: changedOn ?? null },
      fixes: {
        defects: fixes.defects,
        findings: fixes.findings,
        failed_verifications: fixes.failedVerifications,
        incidents: fixes.incidents,
      },
      instructions: {
        files: instructions.files ?? null,
        last_commit: instructions.lastCommit ?? null,
        published: instructions.published,
      },
    })),
    unread,
  };
}

function describeFixes({
  defects,
  findings,
  failedVerifications,
  incidents,
}: AlignedRepository['fixes']): string {
  const counts = [
    ['defects', defects],
    ['findings', findings],
    ['failed verifications', failedVerifications],
    ['incidents', incidents],
  ] as const;
  return counts.map(([name, count]) => `${name} ${count ?? '○'}`).join(', ');
}

function describeInstructions({ files, published }: AlignedRepository['instructions']): string {
  const [newest] = published;
  const copy = newest ? `, ${newest.artifact} revision ${newest.revision}` : '';
  if (!files) return `not at hand (--project DIR)${copy}`;
  const counting = files.filter(({ state }) => state === 'loaded' || state === 'cut');
  const bytes = counting.reduce((sum, file) => sum + file.bytes, 0);
  return `${counting.length} of ${files.length} instruction files loaded, ${bytes} bytes${copy}`;
}
