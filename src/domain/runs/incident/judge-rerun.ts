import { shellWord } from '../../base/shell/quote-for-shell.ts';
import { cleanLine } from '../../base/text/clean.ts';
import type { CapturedRun, ReviewPack } from '../events.ts';
import { type ComparedRow, compareRuns, isDecisive } from '../provenance/compare.ts';
import type { Cause, StepDone } from './incident.ts';
import { momentOf } from './suggest-good.ts';

/** A new run, and what it has to be like. */
export type Rerun = {
  run: { seq: number; at: string; body: CapturedRun };
  /** Its newest review pack. */
  pack: Pick<ReviewPack, 'verification' | 'changes'> | undefined;
  /** The decision that it follows. */
  decision: Pick<StepDone, 'seq' | 'at' | 'cause'>;
  bad: CapturedRun;
  good: CapturedRun | undefined;
};

/** What of the good run a new run has to have again, by the cause that was decided. */
const groupsOf: Readonly<Record<Cause, readonly ComparedRow['group'][]>> = {
  prompt: ['prompt'],
  tool: ['tool'],
  both: ['prompt', 'tool'],
  neither: [],
  unknown: [],
};

/** What keeps a new run from counting, a sentence each: it is as decided, it completed, and its change is verified. */
export function judgeRerun(rerun: Rerun): readonly string[] {
  return [...judgeRun(rerun), ...judgeInputs(rerun), ...judgePack(rerun)];
}

function judgeRun({ run: { seq, at, body }, decision, bad, good }: Rerun): readonly string[] {
  const isOld = seq < decision.seq || momentOf({ at, body }) < Date.parse(decision.at);
  const repository = body.git?.repository ?? 'no repository';
  return [
    ...(body.run === bad.run ? ['it is the bad run'] : []),
    ...(body.run === good?.run ? ['it is the good run'] : []),
    ...(isOld ? ['it began before the cause was decided'] : []),
    ...(body.outcome === 'completed' ? [] : [`it did not complete: ${body.outcome}`]),
    ...(bad.changes.total > 0 && body.changes.total === 0 ? ['it changed no file, and the bad run did'] : []),
    ...(bad.git && repository !== bad.git.repository
      ? [`it worked in ${cleanLine(repository)}, and not in ${cleanLine(bad.git.repository)}`]
      : []),
  ];
}

function judgeInputs({ run: { body }, decision: { cause }, good }: Rerun): readonly string[] {
  const groups = groupsOf[cause ?? 'unknown'];
  if (groups.length === 0) return [];
  if (!good) return ['there is no good run to compare it with'];
  return compareRuns(good, body)
    .rows.filter((row) => groups.includes(row.group) && isDecisive(row))
    .flatMap((row) => {
      if (row.differs)
        return [
          `${cleanLine(row.field)}: ${shortValue(row.bad)}, and not ${shortValue(row.good)} as in the good run`,
        ];
      // Nobody can say that it is the same.
      const isOpen = row.bad === 'unknown' && row.good !== 'unknown';
      return isOpen ? [`${cleanLine(row.field)}: it is not known of the new run`] : [];
    });
}

function judgePack({ run: { body }, pack }: Rerun): readonly string[] {
  if (!pack)
    return [`it has no review pack: codex-cockpit pack create ${shellWord(body.run)} --verify "COMMAND"`];
  const changed = new Set(body.changes.files.map(({ path }) => path));
  if (changed.size > 0 && !pack.changes.files.some(({ path }) => changed.has(path)))
    return ['its review pack is of another change: it has no file that the run changed'];
  if (pack.verification.length === 0) return ['its review pack has no verification'];
  return pack.verification.flatMap(({ command, verdict, digest }) => {
    if (verdict !== 'pass') return [`its verification did not pass: ${cleanLine(command)}`];
    const isSame = digest !== null && digest === pack.changes.digest;
    return isSame ? [] : [`its verification ran on another change: ${cleanLine(command)}`];
  });
}

/** A value of a comparison as people read it: of a digest the beginning. */
export function shortValue(value: string): string {
  return /^[0-9a-f]{40,64}$/.test(value) ? value.slice(0, 12) : cleanLine(value);
}
