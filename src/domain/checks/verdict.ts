/**
 * The verdict of a check. `skip` carries its reason; `error` means the check itself could not be
 * carried out and is never read as pass or as fail; `manual` asks a person for an attestation.
 */
export const VERDICTS = ['pass', 'warn', 'fail', 'skip', 'manual', 'error'] as const;

export type Verdict = (typeof VERDICTS)[number];

/** What a failure of the check is worth. */
export const SEVERITIES = ['blocker', 'warn', 'info'] as const;

export type Severity = (typeof SEVERITIES)[number];

/** The verdict of a suite: the worst that its checks' severities allow. */
export const SUITE_VERDICTS = ['pass', 'warn', 'fail', 'error'] as const;

export type SuiteVerdict = (typeof SUITE_VERDICTS)[number];

type Weighed = { verdict: Verdict; severity: Severity };

/**
 * A failing blocker fails the suite; a failing check of lower severity, or a warning, warns; checks
 * of severity `info` only inform. A suite with an *error* and no failure is itself an error: the
 * verdict of that check is not known.
 */
export function judgeSuite(results: readonly Weighed[]): SuiteVerdict {
  if (results.some((result) => result.verdict === 'fail' && result.severity === 'blocker')) return 'fail';
  if (results.some((result) => result.verdict === 'error')) return 'error';
  const warns = results.some(
    ({ verdict, severity }) => severity !== 'info' && (verdict === 'fail' || verdict === 'warn'),
  );
  return warns ? 'warn' : 'pass';
}

/** Blockers without an answer: they were skipped, or wait for a person. */
export function unprovenBlockers<T extends Weighed>(results: readonly T[]): readonly T[] {
  return results.filter(
    ({ verdict, severity }) => severity === 'blocker' && (verdict === 'skip' || verdict === 'manual'),
  );
}

/** From which verdict on a suite makes the command fail. */
export const FAIL_ON = ['fail', 'warn'] as const;

export type FailOn = (typeof FAIL_ON)[number];

/** The exit code for a suite (README.md): 0 good, 1 something found failing, 3 could not be carried out. */
export function suiteExitCode(verdict: SuiteVerdict, failOn: FailOn): 0 | 1 | 3 {
  switch (verdict) {
    case 'pass':
      return 0;
    case 'warn':
      return failOn === 'warn' ? 1 : 0;
    case 'fail':
      return 1;
    case 'error':
      return 3;
  }
}

/** What a run is asked to fail for, beyond a failing blocker. */
export type Gate = { failOn: FailOn; requireProof: boolean };

/** The exit code of a run for its checks and what it was asked to fail for. */
export function gateExitCode(results: readonly Weighed[], { failOn, requireProof }: Gate): 0 | 1 | 3 {
  const isOpen = requireProof && unprovenBlockers(results).length > 0;
  return suiteExitCode(judgeSuite(results), failOn) || (isOpen ? 1 : 0);
}

/** The verdicts that occur, counted in words: `2 pass`, `1 fail`. */
export function describeVerdicts(results: readonly { verdict: Verdict }[]): readonly string[] {
  const counts = countVerdicts(results);
  return VERDICTS.filter((verdict) => counts[verdict] > 0).map((verdict) => `${counts[verdict]} ${verdict}`);
}

/** How many checks have each verdict. */
export function countVerdicts(results: readonly { verdict: Verdict }[]): Record<Verdict, number> {
  const counts = { pass: 0, warn: 0, fail: 0, skip: 0, manual: 0, error: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
