import { formatPlace } from '../documents/located-yaml.ts';
import type { Finding } from '../policy/finding.ts';
import type { Expected } from './expect.ts';
import type { Expectation, Observation, SandboxProbe } from './probe.ts';

/**
 * What a cell says. `opens`: allowed, and it should not be. `closes`: denied, and it should not be.
 * `unproven`: nothing was seen. `not judged`: nothing was expected.
 */
type CellVerdict = 'as expected' | 'opens' | 'closes' | 'unproven' | 'not judged';

/** One probe under one profile. */
export type MatrixCell = {
  probe: string;
  title: string;
  expected: Expectation | undefined;
  because: string;
  observed: Observation;
  verdict: CellVerdict;
};

/** How a profile was tried: by the sandbox helper, with requirements read too, or in a session. */
export type TrialMode = 'helper' | 'managed' | 'live';

/** One profile, tried once. */
export type ProfileTrial = { profile: string; mode: TrialMode } & (
  | { type: 'tried'; cells: readonly MatrixCell[] }
  /** The CLI does not take the profile. */
  | { type: 'refused'; message: string }
  /** Nothing ran, so nothing is known. */
  | { type: 'not started'; reason: string; remedy: string }
  | { type: 'skipped'; reason: string }
);

/** The matrix of profiles and probes on one CLI. */
export type ProbeMatrix = {
  version: string;
  trials: readonly ProfileTrial[];
  /** What the CLI ignores in the profiles: no profile with such a key is right, whatever the probes show. */
  findings: readonly Finding[];
};

/** Judges what was seen against what was expected; `control` is what the host allows without a sandbox. */
export function judgeCell(
  probe: SandboxProbe,
  { expected, because }: Expected,
  { observed, control }: { observed: Observation; control: Observation },
): MatrixCell {
  const seen = observed.type !== 'allowed' && control.type !== 'allowed' ? vacuous(probe) : observed;
  return {
    probe: probe.id,
    title: probe.title,
    expected,
    because,
    observed: seen,
    verdict: verdictOf(expected, seen),
  };
}

/** A denial means nothing where the same is impossible without a sandbox. */
function vacuous({ act }: SandboxProbe): Observation {
  const reason =
    act === 'outbound'
      ? 'this machine is offline'
      : act === 'count'
        ? 'there is nothing to read there on this machine'
        : 'it is not possible here without a sandbox either';
  return { type: 'unknown', reason };
}

function verdictOf(expected: Expectation | undefined, { type }: Observation): CellVerdict {
  if (type === 'unknown') return 'unproven';
  if (expected === undefined) return 'not judged';
  if (type === expected) return 'as expected';
  return type === 'allowed' ? 'opens' : 'closes';
}

/** Whether a cell is a finding. */
export const differs = ({ verdict }: MatrixCell): boolean => verdict === 'opens' || verdict === 'closes';

/** A trial in which nothing was seen is worth as much as one that did not start. */
export function provesNothing(trial: ProfileTrial): boolean {
  return trial.type === 'tried' && trial.cells.every(({ verdict }) => verdict === 'unproven');
}

/** What the matrix is worth: `fail` with a finding, `error` when a profile could not be tried, else `pass`. */
export function matrixVerdict({ trials, findings }: ProbeMatrix): 'pass' | 'fail' | 'error' {
  const found =
    findings.length > 0 ||
    trials.some((trial) => trial.type === 'refused' || (trial.type === 'tried' && trial.cells.some(differs)));
  if (found) return 'fail';
  return trials.some((trial) => trial.type === 'not started' || provesNothing(trial)) ? 'error' : 'pass';
}

/** Every finding of a matrix as a line: why its verdict is `fail`. */
export function matrixFaults({ trials, findings }: ProbeMatrix): readonly string[] {
  return [
    ...findings.map(({ place, field, message }) => `${formatPlace(place)}: ${field}: ${message}`),
    ...trials.flatMap((trial) => {
      if (trial.type === 'refused') return [`${trial.profile}: the CLI refuses it: ${trial.message}`];
      if (trial.type !== 'tried') return [];
      return trial.cells
        .filter(differs)
        .map(
          ({ title, observed, because, expected }) =>
            `${trial.profile}: ${title}: ${observed.type}, and should be ${expected}: ${because}`,
        );
    }),
  ];
}

/** Probes that a session answers otherwise than the helper (openai/codex#40555). */
export function liveDifferences({ trials }: Pick<ProbeMatrix, 'trials'>): readonly {
  profile: string;
  title: string;
  helper: Observation['type'];
  live: Observation['type'];
}[] {
  return trials.flatMap((live) => {
    if (live.mode !== 'live' || live.type !== 'tried') return [];
    const helper = trials.find(({ profile, mode }) => profile === live.profile && mode === 'helper');
    if (helper?.type !== 'tried') return [];
    return live.cells.flatMap(({ probe, title, observed }) => {
      const beside = helper.cells.find((cell) => cell.probe === probe);
      if (!beside || beside.observed.type === observed.type) return [];
      if (beside.observed.type === 'unknown' || observed.type === 'unknown') return [];
      return [{ profile: live.profile, title, helper: beside.observed.type, live: observed.type }];
    });
  });
}
