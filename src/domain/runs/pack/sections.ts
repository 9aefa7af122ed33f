import { cleanLine } from '../../base/text/clean.ts';
import { countOf } from '../../base/text/progress.ts';
import { formatDuration } from '../../base/time/duration.ts';
import type { CapturedRun, Changes } from '../events.ts';
import type { Risk } from '../gates/risk-matrix.ts';
import { type Verification, verifiedDigest } from './document.ts';

/** What changed, a sentence each. */
export function describeChanged({
  run,
  changes,
  risk,
}: {
  run: CapturedRun;
  changes: Changes;
  risk: Risk;
}): readonly string[] {
  if (changes.total === 0) return ['Nothing: the files are those of the base.'];
  const count = (kind: Changes['files'][number]['kind']) =>
    changes.files.filter((file) => file.kind === kind).length;
  const kinds = [
    [count('add'), 'added'],
    [count('update'), 'updated'],
    [count('delete'), 'deleted'],
  ] as const;
  const parts = kinds.filter(([files]) => files > 0).map(([files, how]) => `${files} ${how}`);
  const version = run.tool.version === null ? 'Codex CLI' : `Codex CLI ${cleanLine(run.tool.version)}`;
  const model = run.tool.model === null ? '' : ` with ${cleanLine(run.tool.model)}`;
  return [
    `${countOf(changes.total, 'file')}: ${parts.join(', ')}.`,
    ...risk.reasons
      .filter(({ total }) => total > 0)
      .map(
        ({ title, total, risk: score }) =>
          `${cleanLine(title)}: ${countOf(total, 'file')}, risk ${score} of 10.`,
      ),
    `Made by ${version}${model}; ${countOf(run.commands_total, 'command')}, ${countOf(run.turns, 'turn')}.`,
  ];
}

/** What was verified, a sentence for each verification: how it ended, and whether it counts for this change. */
export function describeVerified({
  verification,
  changes,
}: {
  verification: readonly Verification[];
  changes: Changes;
}): readonly string[] {
  if (verification.length === 0) return ['Nothing: no verification was run.'];
  return verification.map((one) => {
    const digest = verifiedDigest(one);
    const counts = digest !== null && digest === changes.digest;
    const of = counts ? 'on exactly this change' : 'not on exactly this change, so it does not count';
    const word = { pass: 'passed', fail: 'failed', error: 'could not be carried out' }[one.verdict];
    return `"${cleanLine(one.command)}" ${word} (${cleanLine(one.summary)}, ${formatDuration(one.duration_ms)}), ${of}.`;
  });
}
