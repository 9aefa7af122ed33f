/** How far a run is. Times are milliseconds of one clock, durations milliseconds. */
export type RunProgress = {
  /** Ids of the checks in the order in which they begin. */
  planned: readonly string[];
  isFinished: (check: string) => boolean;
  /** When the checks began that run now. */
  runningSince: Readonly<Record<string, number>>;
  /** How long each check took last; nothing for one that never ran. */
  durations: ReadonlyMap<string, number>;
  now: number;
};

/**
 * Milliseconds until a run ends, by how long each check took last. As many run side by side as do now.
 *
 * @returns undefined when it is not known of every check that is still to end
 */
export function timeLeft({
  planned,
  isFinished,
  runningSince,
  durations,
  now,
}: RunProgress): number | undefined {
  const ahead = planned.filter((check) => !isFinished(check));
  if (ahead.some((check) => !durations.has(check))) return undefined;
  const took = (check: string) => durations.get(check) ?? 0;
  const running = ahead.flatMap((check) => {
    const since = runningSince[check];
    return since === undefined ? [] : [Math.max(0, took(check) - (now - since))];
  });
  const lanes = running.length === 0 ? [0] : running;
  for (const check of ahead.filter((one) => runningSince[one] === undefined)) {
    const next = lanes.indexOf(Math.min(...lanes));
    lanes[next] = (lanes[next] ?? 0) + took(check);
  }
  return Math.max(...lanes);
}
