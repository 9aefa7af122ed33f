import { cleanLine } from '../../base/text/clean.ts';
import type { CapturedRun, Changes } from '../events.ts';
import { type KnownPack, verifiedDigest } from '../pack/document.ts';
import { type Finding, finding } from './finding.ts';
import { AUTOMATION_LEVELS, judgeRisk, type Risk, type RiskMatrix } from './risk-matrix.ts';

/** The rules of the gate `no-silent-codegen`. */
export const CODEGEN_RULES = {
  'direct-commit': 'What a captured run wrote arrives by pull request',
  'no-pack': 'What a captured run wrote has a review pack',
  'pack-tampered': 'A review pack is as it was written',
  'not-verified': 'The review pack has a verification that passed on its change',
  level: 'The automation level is not above that of the risk class',
  review: 'A person has approved what needs a person',
} as const;

/** What a change has of a captured run. */
export type Codegen = { run: CapturedRun; files: Changes['files'] };

/**
 * The files of a change that a captured run left exactly so: the same path with the same content. A deleted file counts
 * for a run by which other files of the change came too, or that did nothing but delete.
 */
export function findCodegen(changes: Changes, runs: readonly CapturedRun[]): readonly Codegen[] {
  return runs.flatMap((run) => {
    const written = new Map(run.changes.files.map((file) => [file.path, file]));
    const same = changes.files.filter(({ path, kind, sha256 }) => {
      const ofRun = written.get(path);
      if (ofRun === undefined) return false;
      return kind === 'delete' ? ofRun.kind === 'delete' : sha256 !== null && sha256 === ofRun.sha256;
    });
    const isMore = same.some(({ kind }) => kind !== 'delete');
    const onlyDeletes = run.changes.files.every(({ kind }) => kind === 'delete');
    return same.length > 0 && (isMore || onlyDeletes) ? [{ run, files: same }] : [];
  });
}

/** What the gate knows of a change. */
export type CodegenQuestion = {
  matrix: RiskMatrix;
  codegen: readonly Codegen[];
  packs: readonly KnownPack[];
  /** The commit by which each path came to a protected branch without a pull request; empty on the way there. */
  direct: ReadonlyMap<string, string>;
  /** The branch that the change goes to or is on. */
  branch: string;
  /** At which automation level the pipeline works. */
  level: number;
  /** Whether a person has approved it; undefined where nobody told. */
  approved: boolean | undefined;
};

/** Judges whether what captured runs wrote arrives as the team wants it. */
export function judgeCodegen(question: CodegenQuestion): { findings: readonly Finding[]; risk: Risk } {
  const { matrix, codegen, direct, branch, level, approved } = question;
  const paths = [...new Set(codegen.flatMap(({ files }) => files.map(({ path }) => path)))];
  const risk = judgeRisk(
    matrix,
    paths,
    codegen.map(({ run }) => run.policy),
  );
  const findings = codegen.flatMap(({ run, files }) =>
    files.flatMap((file) => {
      const commit = direct.get(file.path);
      return [
        ...(commit === undefined
          ? []
          : [
              finding(
                'direct-commit',
                `run ${cleanLine(run.run)} wrote this, and commit ${commit.slice(0, 12)} brought it to ${cleanLine(branch)} without a pull request`,
                'Revert the commit, and open a pull request with a review pack.',
                file.path,
              ),
            ]),
        ...(risk.pack ? judgePackOf(run, file, question, risk) : []),
      ];
    }),
  );
  return { findings: [...findings, ...judgeLevel(risk, level), ...judgeReview(risk, level, approved)], risk };
}

function judgePackOf(
  run: CapturedRun,
  { path, sha256, kind }: Changes['files'][number],
  { packs }: Pick<CodegenQuestion, 'packs'>,
  risk: Risk,
): readonly Finding[] {
  const covering = packs.filter(({ changes }) =>
    changes.files.some((file) => file.path === path && file.kind === kind && file.sha256 === sha256),
  );
  const whole = covering.filter(({ isWhole }) => isWhole);
  const [broken] = covering;
  if (!broken)
    return [
      finding(
        'no-pack',
        `run ${cleanLine(run.run)} wrote this, and no review pack has it`,
        `Make one: codex-cockpit pack create ${run.run} --verify "COMMAND" -o pack.json`,
        path,
      ),
    ];
  if (whole.length === 0)
    return [
      finding(
        'pack-tampered',
        `${cleanLine(broken.name)} is not what its digest says`,
        'Take the pack from where it was made.',
        path,
      ),
    ];
  if (!risk.verification || whole.some(isVerified)) return [];
  return [
    finding(
      'not-verified',
      `no verification of ${cleanLine(whole[0]?.name ?? '')} passed on its change`,
      `Verify it: codex-cockpit pack create ${run.run} --verify "COMMAND" -o pack.json`,
      path,
    ),
  ];
}

/** Whether a pack has verifications, and all of them passed on its change. */
function isVerified({ verification, changes }: KnownPack): boolean {
  return (
    verification.length > 0 &&
    changes.digest !== null &&
    verification.every((one) => one.verdict === 'pass' && verifiedDigest(one) === changes.digest)
  );
}

/** Whether the pipeline does more by itself than the class of the change allows. */
export function judgeLevel(risk: Risk, level: number): readonly Finding[] {
  return risk.reasons
    .filter((reason) => reason.level < level)
    .map(({ id, title, why, level: highest, paths: [path] }) =>
      finding(
        'level',
        `${title} (${id}): level ${level}, ${AUTOMATION_LEVELS[level - 1]}, is above the highest one, ${highest}, ${AUTOMATION_LEVELS[highest - 1]}; ${why}`,
        'Let a person make this part of the change, or change the risk matrix.',
        path ?? null,
      ),
    );
}

/** Whether a person has approved what needs one. Without anybody's word only a merge without asking is refused. */
export function judgeReview(risk: Risk, level: number, approved: boolean | undefined): readonly Finding[] {
  if (!risk.review || approved === true) return [];
  if (approved === undefined && level < AUTOMATION_LEVELS.length) return [];
  const asking = risk.reasons.filter(({ review }) => review).map(({ id }) => id);
  const what =
    approved === undefined
      ? 'nobody told whether a person has approved it'
      : 'no person has approved it as it is';
  return [
    finding(
      'review',
      `${asking.join(', ')}: ${what}`,
      'Ask for a review, and name its record with --reviews FILE.',
    ),
  ];
}
