import { driftedPins, type PinScan, remedyOf } from '../../upgrade/pins/scan.ts';
import { PACK_RULES } from '../pack/check-pack.ts';
import type { Finding } from './finding.ts';
import { CODEGEN_RULES } from './judge-codegen.ts';
import type { Risk } from './risk-matrix.ts';

/** The gates with what each asks for. */
export const GATES = {
  'no-silent-codegen': 'what a captured run wrote arrives by pull request, with a verified review pack',
  pack: 'the change has the review pack that its risk class asks for, and is the one that was verified',
  pins: 'workflows start the Codex CLI that the rollout has pinned',
} as const;

export type Gate = keyof typeof GATES;

/** The answer of a gate. */
export type GateResult = {
  gate: Gate;
  verdict: 'open' | 'closed';
  /** What the change asks for; null where no change was judged, or none of it was made by a run. */
  risk: Risk | null;
  /** The automation level that was judged by; null where none was. */
  level: number | null;
  repository: string;
  base: string | null;
  head: string | null;
  findings: readonly Finding[];
  /** What the answer is based on, and what was not judged. */
  notes: readonly string[];
};

/** The rules of all gates, with what each asks for. */
export const GATE_RULES: Readonly<Record<string, string>> = {
  ...PACK_RULES,
  ...CODEGEN_RULES,
  pins: 'The Codex CLI is the version that the team has pinned',
  'not-read': 'Every workflow file can be read',
};

const workflow =
  /(?:^|\/)(?:\.github\/.+|action\.ya?ml|\.gitlab-ci\.ya?ml|\.gitlab\/.+|\.circleci\/.+|Jenkinsfile[^/]*|azure-pipelines[^/]*\.ya?ml|bitbucket-pipelines\.yml|\.buildkite\/.+|[^/]+\.gitlab-ci\.ya?ml)$/;

/** Whether a file is read by a system that runs jobs. */
export function isWorkflow(path: string): boolean {
  return workflow.test(path.replaceAll('\\', '/'));
}

/** The places in workflows that do not start the pinned CLI, and the workflows that cannot be read. */
export function judgePins(scan: PinScan): readonly Finding[] {
  return [
    ...driftedPins(scan)
      .filter(({ place }) => isWorkflow(place.file))
      .map((found): Finding => {
        const { drift, place } = found;
        const what =
          drift.state === 'differs'
            ? `it names ${drift.version}; the pin is ${scan.pin}`
            : `${drift.state === 'floats' ? 'it floats' : 'its version is not known'}: ${drift.state === 'same' ? '' : drift.reason}`;
        return {
          rule: 'pins',
          message: what,
          remedy: remedyOf(found, scan.pin),
          path: place.file,
          line: place.line,
        };
      }),
    ...scan.unread
      .filter(({ file }) => isWorkflow(file))
      .map(
        ({ file, reason }): Finding => ({
          rule: 'not-read',
          message: `it could not be read: ${reason}`,
          remedy: 'Make it readable.',
          path: file,
          line: null,
        }),
      ),
  ];
}
