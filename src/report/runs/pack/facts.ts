import { formatDuration } from '../../../domain/base/time/duration.ts';
import type { PackDocument } from '../../../domain/runs/pack/document.ts';

/** What stands under *What remains uncertain* when no rule has found anything. */
export const noUncertainty = 'No rule has found anything. A reviewer still has to read the change.';

/** What the change was for: the task that somebody named, else the first line of the prompt. */
export function packTitle({ task, run }: Pick<PackDocument, 'task' | 'run'>): string {
  return task ?? run.inputs.prompt?.summary ?? `run ${run.run}`;
}

/** The facts of a pack by their names, for its head. */
export function packFacts(pack: PackDocument): readonly (readonly [name: string, value: string])[] {
  const { run, risk, changes } = pack;
  const { tool, policy } = run;
  const { prompt } = run.inputs;
  const took = run.duration_ms === null ? '' : ` in ${formatDuration(run.duration_ms)}`;
  const network = policy.network === null ? 'unknown' : policy.network ? 'on' : 'off';
  const { input, output } = run.usage;
  const person = risk.review ? '; a person has to review it' : '';
  return [
    ['Pack', `${pack.pack}, made ${pack.created_at} by ${pack.created_by}`],
    ['Run', `${run.run}, ${run.origin}, ${run.outcome}${took}`],
    ['Task', pack.task ?? 'not stated'],
    ['Prompt', prompt === null ? 'not known' : `${prompt.summary} (SHA-256 ${prompt.sha256})`],
    [
      'CLI',
      `${tool.version ?? 'unknown version'}, pin ${tool.pin ?? 'unknown'}, model ${tool.model ?? 'unknown'}`,
    ],
    [
      'Policy',
      `sandbox ${policy.sandbox ?? 'unknown'}, approval ${policy.approval ?? 'unknown'}, network ${network}`,
    ],
    ['Tokens', input === null && output === null ? 'not stated' : `${input ?? '?'} in, ${output ?? '?'} out`],
    ['Repository', `${pack.repository}, from ${pack.base ?? 'nothing'}, at ${pack.head ?? 'no commit'}`],
    ['Risk', `${risk.class}, ${risk.score} of 10; highest automation level ${risk.level}${person}`],
    ['Digest of the change', changes.digest ?? 'none'],
    ['Digest of the pack', pack.sha256],
  ];
}
