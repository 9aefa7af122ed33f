import { formatPlace, type Place } from '../../base/documents/place.ts';
import type { Finding } from '../../base/shape/finding.ts';
import type { Expected } from '../trials/expect.ts';
import type { NotTried } from '../trials/named-places.ts';
import type { Expectation, Observation, SandboxProbe } from '../trials/probe.ts';
import type { Notice } from './machine-notices.ts';

/**
 * What a cell says. `opens`: allowed, and it should not be. `closes`: denied, and it should not be.
 * `exposed`: allowed, no rule closes it, and it is a way out of the sandbox. `unproven`: nothing was seen.
 * `unmet`: nothing was seen, and a person stated that it is denied.
 * `not judged`: nothing was expected.
 */
type CellVerdict = 'as expected' | 'opens' | 'closes' | 'exposed' | 'unproven' | 'unmet' | 'not judged';

/** One probe under one profile. */
export type MatrixCell = {
  probe: string;
  title: string;
  expected: Expectation | undefined;
  because: string;
  /** The line of a file that says what is expected; undefined where none does. */
  place?: Place | undefined;
  /** What an open place is good for to a command that means harm; undefined for what rules are made for. */
  risk: string | undefined;
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
  /** What of this machine the rows cannot show. */
  notices: readonly Notice[];
  /** Places that profiles or expectations name, and that were not tried. */
  notTried: readonly NotTried[];
  /** Whether the commands ran as root: on 0.139.0 they keep its capabilities in the sandbox. */
  asRoot: boolean;
};

/** Judges what was seen against what was expected; `control` is what the host allows without a sandbox. */
export function judgeCell(
  probe: SandboxProbe,
  { expected, because, place, risk, isStated = false }: Expected,
  { observed, control }: { observed: Observation; control: Observation },
): MatrixCell {
  const seen = observed.type === 'allowed' ? observed : provedBy(control, probe, observed);
  return {
    probe: probe.id,
    title: probe.title,
    expected,
    because,
    place,
    observed: seen,
    risk,
    verdict: verdictOf({ expected, risk, isStated }, seen),
  };
}

/** A denial means nothing where the same is impossible without a sandbox. */
function provedBy(control: Observation, { act }: SandboxProbe, observed: Observation): Observation {
  if (control.type === 'unknown') return control;
  return control.type === 'denied' ? { type: 'unknown', reason: whyImpossible(act) } : observed;
}

function whyImpossible(act: SandboxProbe['act']): string {
  switch (act) {
    case 'outbound':
      return 'this machine is offline';
    case 'look':
      return 'there is nothing at that place on this machine';
    case 'access':
      return 'it cannot be written without a sandbox either';
    case 'socket':
      return 'nobody listens there on this machine';
    case 'datagram':
      return 'perl, which takes datagrams for us, is not on this machine';
    case 'namespace':
      return 'user namespaces, or unshare, are not there without a sandbox either';
    case 'privileges':
    case 'append':
      return 'this was not run as root, and only root can do that';
    default:
      return 'it is not possible here without a sandbox either';
  }
}

function verdictOf(
  {
    expected,
    risk,
    isStated,
  }: { expected: Expectation | undefined; risk: string | undefined; isStated: boolean },
  { type }: Observation,
): CellVerdict {
  if (type === 'unknown') return isStated && expected === 'denied' ? 'unmet' : 'unproven';
  if (risk !== undefined) return type === 'allowed' ? 'exposed' : 'as expected';
  if (expected === undefined) return 'not judged';
  if (type === expected) return 'as expected';
  return type === 'allowed' ? 'opens' : 'closes';
}

/** Whether a cell is a finding. */
export const differs = ({ verdict }: MatrixCell): boolean =>
  verdict === 'opens' || verdict === 'closes' || verdict === 'unmet';

/** What was seen of a cell, in a word. */
export const seenWord = ({ observed }: Pick<MatrixCell, 'observed'>): string =>
  observed.type === 'unknown' ? 'unproven' : observed.type;

/** What is wrong with a cell that is a finding: `allowed, and should be denied`. */
export function whatDiffers({ observed, expected, verdict }: MatrixCell): string {
  if (verdict !== 'unmet' || observed.type !== 'unknown')
    return `${observed.type}, and should be ${expected}`;
  return `unproven, and it was stated as ${expected}: ${observed.reason}`;
}

/** A trial in which nothing was seen is worth as much as one that did not start. */
export function provesNothing(trial: ProfileTrial): boolean {
  return trial.type === 'tried' && trial.cells.every(({ observed }) => observed.type === 'unknown');
}

/** The cells with a way out that no rule closes. */
export function exposures({ trials }: Pick<ProbeMatrix, 'trials'>): readonly MatrixCell[] {
  return trials.flatMap((trial) =>
    trial.type === 'tried' ? trial.cells.filter(({ verdict }) => verdict === 'exposed') : [],
  );
}

/**
 * What the matrix is worth: `fail` with a finding, `error` when a profile could not be tried, `warn` with a way
 * out that no rule closes or a warning of this machine, else `pass`. What is unproven changes nothing: it is counted and named.
 */
export function matrixVerdict({
  trials,
  findings,
  notices,
}: Pick<ProbeMatrix, 'trials' | 'findings' | 'notices'>): 'pass' | 'warn' | 'fail' | 'error' {
  const found =
    findings.length > 0 ||
    trials.some((trial) => trial.type === 'refused' || (trial.type === 'tried' && trial.cells.some(differs)));
  if (found) return 'fail';
  if (trials.some((trial) => trial.type === 'not started' || provesNothing(trial))) return 'error';
  const isOpenHere = notices.some(({ verdict }) => verdict === 'warn');
  return isOpenHere || exposures({ trials }).length > 0 ? 'warn' : 'pass';
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
        .map((cell) => `${trial.profile}: ${cell.title}: ${whatDiffers(cell)}: ${cell.because}`);
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
