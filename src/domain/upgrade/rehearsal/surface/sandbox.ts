import type { Fact, Gap } from '../observation.ts';
import { cellWitness, type ProfilesOfTeam, startWitness } from './sandbox-witness.ts';

/** What was seen of a profile: of each probe, or why nothing was. */
type SeenProfile = { profile: string; mode: string } & (
  | {
      type: 'tried';
      cells: readonly {
        probe: string;
        title: string;
        because: string;
        observed: { type: 'allowed' | 'denied' | 'unknown' };
      }[];
    }
  | { type: 'refused'; message: string }
  | { type: 'not started'; reason: string }
  | { type: 'skipped'; reason: string }
);

/**
 * Facts of the sandbox: one a cell of the matrix. A built-in profile concerns the team where it uses it. */
export function sandboxFacts(
  trials: readonly SeenProfile[],
  ofTeam: ProfilesOfTeam,
): { facts: readonly Fact[]; gaps: readonly Gap[] } {
  const facts: Fact[] = [];
  const gaps: Gap[] = [];
  for (const trial of trials) {
    const where = trial.mode === 'helper' ? trial.profile : `${trial.profile} (${trial.mode})`;
    const team = ofTeam.names.has(trial.profile) ? { ofTeam: true as const } : {};
    const witness = trial.type === 'tried' ? startWitness(trial, ofTeam) : undefined;
    facts.push({ key: `profile ${where}`, value: startOf(trial), ...team, ...(witness && { witness }) });
    if (trial.type === 'not started' || trial.type === 'skipped') {
      gaps.push({ what: `what commands can do under ${where}`, reason: trial.reason, where });
      continue;
    }
    if (trial.type === 'refused') {
      gaps.push({ what: `what commands can do under ${where}`, reason: trial.message, where });
      continue;
    }
    for (const { probe, title, observed, because } of trial.cells) {
      if (observed.type === 'unknown') continue;
      const cell = { profile: trial.profile, mode: trial.mode, probe, seen: observed.type };
      facts.push({
        ...{ key: probe, where, value: observed.type, ...team, raw: `${title}; ${because}` },
        witness: cellWitness(cell, ofTeam),
      });
    }
  }
  return { facts, gaps };
}

function startOf(trial: SeenProfile): string {
  switch (trial.type) {
    case 'tried':
      return 'commands run';
    case 'refused':
      return `refused: ${trial.message}`;
    case 'not started':
    case 'skipped':
      return 'not tried';
  }
}
