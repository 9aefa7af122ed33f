import type { Fact, Gap } from '../observation.ts';

/** What was seen of a profile: of each probe, or why nothing was. */
type SeenProfile = { profile: string; mode: string } & (
  | {
      type: 'tried';
      cells: readonly { probe: string; title: string; because: string; observed: { type: string } }[];
    }
  | { type: 'refused'; message: string }
  | { type: 'not started'; reason: string }
  | { type: 'skipped'; reason: string }
);

/**
 * Facts of the sandbox: one a cell of the matrix. A built-in profile concerns the team where it uses it.
 *
 * @param ofTeam the profiles of the team, and those that its configuration names
 */
export function sandboxFacts(
  trials: readonly SeenProfile[],
  ofTeam: ReadonlySet<string>,
): { facts: readonly Fact[]; gaps: readonly Gap[] } {
  const facts: Fact[] = [];
  const gaps: Gap[] = [];
  for (const trial of trials) {
    const where = trial.mode === 'helper' ? trial.profile : `${trial.profile} (${trial.mode})`;
    const team = ofTeam.has(trial.profile) ? { ofTeam: true as const } : {};
    facts.push({ key: `profile ${where}`, value: startOf(trial), ...team, ...startWitness(trial) });
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
      facts.push({ key: probe, where, value: observed.type, ...team, raw: `${title}; ${because}` });
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

function startWitness({ profile, type }: SeenProfile): Pick<Fact, 'witness'> {
  // A profile of the team's needs its configuration.
  return type === 'tried' && /^:[\w-]+$/.test(profile)
    ? { witness: { lines: [`"$CODEX" sandbox -P ${profile} -- true`] } }
    : {};
}
