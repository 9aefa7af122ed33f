import { countOf } from '../../base/text/progress.ts';
import type { Role } from '../../people/role.ts';
import type { Cadence } from '../changelog/cadence.ts';
import type { ChangelogState } from '../changelog/review.ts';
import type { RehearsedCli } from '../rehearsal/rehearsal.ts';

/** The roles that sign an upgrade, each a person of its own where the rollout has so many. */
export const SIGNING_ROLES = ['platform engineer', 'security owner'] as const satisfies readonly Role[];

/** The decision to go on in spite of a blocker for a while. Times are RFC 3339. */
export type UpgradeWaiver = {
  rehearsal: string;
  difference: string;
  reason: string;
  by: string;
  role: Role;
  at: string;
  expiresAt: string;
  seq: number;
};

/** A person's statement that they looked at a rehearsal and agree. */
export type UpgradeSignature = { rehearsal: string; role: Role; by: string; at: string; seq: number };

/** What is in the way of an approval, and what to do about it. */
export type Obstacle = {
  about: 'rehearsal' | 'blocker' | 'release notes' | 'signature';
  what: string;
  remedy: string;
};

type Untold = Omit<Obstacle, 'about'>;

/** What an approval is judged by. */
export type Decision = {
  rehearsal: {
    id: string;
    seq: number;
    /** Who recorded it, and whether they had a role then: without one it is no evidence, as elsewhere in a rollout. */
    by: string;
    hasRole: boolean;
    from: RehearsedCli;
    to: RehearsedCli;
    inputs: string;
    verdict: 'blocked' | 'incomplete' | 'warnings' | 'clear';
    blockers: readonly string[];
  };
  /** The program that is installed for the candidate now, and what the team has now. */
  now: { sha256: string | undefined; inputs: string; pin: string; at: Date };
  waivers: readonly UpgradeWaiver[];
  signatures: readonly UpgradeSignature[];
  /** How many people have one of the roles that sign. */
  signers: number;
  changelog: ChangelogState;
  cadence: Cadence;
};

/** Everything that is in the way of an approval; empty when it can be given. */
export function obstaclesOf(decision: Decision): readonly Obstacle[] {
  const about = (what: Obstacle['about'], all: readonly Untold[]) =>
    all.map((one) => ({ about: what, ...one }));
  return [
    ...about('rehearsal', rehearsalObstacles(decision)),
    ...about('blocker', blockerObstacles(decision)),
    ...about('release notes', changelogObstacles(decision)),
    ...about('signature', signatureObstacles(decision)),
  ];
}

function rehearsalObstacles({ rehearsal, now }: Decision): readonly Untold[] {
  const again = `codex-cockpit upgrade rehearse --to ${rehearsal.to.version}`;
  const found: Untold[] = [];
  if (!rehearsal.hasRole)
    found.push({
      what: `${rehearsal.by} had no role in the rollout when they recorded the rehearsal, so it does not count (entry ${rehearsal.seq})`,
      remedy: `Rehearse again with a role, which a rollout owner gives (codex-cockpit people add ${rehearsal.by} --role ROLE): ${again}`,
    });
  if (rehearsal.from.version !== now.pin)
    found.push({
      what: `the rehearsal was from ${rehearsal.from.version}, and the pin is ${now.pin}`,
      remedy: again,
    });
  if (now.sha256 === undefined)
    found.push({
      what: `the candidate ${rehearsal.to.version} is no longer at ${rehearsal.to.path}`,
      remedy: `codex-cockpit upgrade install ${rehearsal.to.version}, then rehearse again`,
    });
  else if (now.sha256 !== rehearsal.to.sha256)
    found.push({
      what: `the candidate is not the program that was rehearsed: its bytes changed`,
      remedy: again,
    });
  if (now.inputs !== rehearsal.inputs)
    found.push({ what: 'the configuration of the team changed since the rehearsal', remedy: again });
  if (rehearsal.verdict === 'incomplete')
    found.push({
      what: 'the rehearsal could not compare everything',
      remedy: `codex-cockpit upgrade show ${rehearsal.seq} says what; ${again}`,
    });
  return found;
}

function blockerObstacles({ rehearsal, waivers, now }: Decision): readonly Untold[] {
  const current = new Set(
    waivers
      .filter((one) => one.rehearsal === rehearsal.id && now.at.getTime() < Date.parse(one.expiresAt))
      .map(({ difference }) => difference),
  );
  return rehearsal.blockers
    .filter((id) => !current.has(id))
    .map((id) => ({
      what: `blocker: ${id}`,
      remedy: `Fix it and rehearse again, or: codex-cockpit upgrade waive '${id}' --reason TEXT --for 30d`,
    }));
}

function changelogObstacles({ changelog, cadence, rehearsal }: Decision): readonly Untold[] {
  const found: Untold[] = [];
  if (!changelog.hasCandidate)
    found.push({
      what: `the release notes of ${rehearsal.to.version} were not imported`,
      remedy: 'codex-cockpit changelog import FILE',
    });
  if (changelog.open > 0)
    found.push({
      what: `${countOf(changelog.open, 'line')} of the release notes ${changelog.open === 1 ? 'is' : 'are'} not reviewed`,
      remedy: 'codex-cockpit changelog list --open, then changelog review',
    });
  if (changelog.hasCandidate && changelog.ageDays === undefined)
    found.push({
      what: `the release notes do not say when ${rehearsal.to.version} was published`,
      remedy: 'Import them with published_at, or with the day in the heading.',
    });
  if (changelog.ageDays !== undefined && changelog.ageDays < cadence.minimumAge)
    found.push({
      what: `${rehearsal.to.version} is ${countOf(changelog.ageDays, 'day')} old, and the team waits ${cadence.minimumAge}`,
      remedy: 'Wait, or change minimum_age in the artifact upgrade-cadence.',
    });
  return found;
}

function signatureObstacles({ rehearsal, signatures, signers }: Decision): readonly Untold[] {
  const ours = signatures.filter((one) => one.rehearsal === rehearsal.id);
  const missing = SIGNING_ROLES.filter((role) => !ours.some((one) => one.role === role)).map((role) => ({
    what: `nobody signed as ${role}`,
    remedy: `codex-cockpit upgrade sign --role '${role}'`,
  }));
  if (missing.length > 0) return missing;
  const people = new Set(ours.map(({ by }) => by));
  return people.size === 1 && signers > 1
    ? [{ what: 'one person signed in both roles, and there are others', remedy: 'Let another person sign.' }]
    : [];
}
