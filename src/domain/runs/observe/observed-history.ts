import type { EventOf } from '../../base/event-body.ts';
import type { SuiteVerdict, Verdict } from '../../checks/verdict.ts';
import type { CapturedRun, capturedRunBodies, ReviewPack } from '../events.ts';

type BodyOf<K extends keyof typeof capturedRunBodies> = Extract<
  EventOf<typeof capturedRunBodies>,
  { kind: K }
>['body'];

/** States of a phase of the rollout. */
export const PHASE_STATES = ['passed', 'drifted', 'current', 'ahead'] as const;

/** States of a copy of an artifact; one that was only published is `same` or `older`. */
export const COPY_STATES = [
  'same',
  'older',
  'not approved',
  'edited',
  'foreign',
  'missing',
  'out of reach',
] as const;

/**
 * `on pin`: it has the pin. `earlier pin`: it has a version that was the pin before. `stray`: no decision explains its
 * version. `unknown`: its report names none.
 */
export const MACHINE_STATES = ['on pin', 'earlier pin', 'stray', 'unknown'] as const;

/** What the metrics are made from. Everything that is recorded more than once is in the order of the history. */
export type ObservedHistory = {
  /** When the first entry was recorded, RFC 3339. */
  startedAt: string;
  /** Number of its entries. */
  entries: number;
  runs: readonly CapturedRun[];
  packs: readonly Pick<ReviewPack, 'run' | 'verification' | 'changes'>[];
  verifications: readonly Pick<BodyOf<'provenance.verified'>, 'verdict'>[];
  judgements: readonly Pick<BodyOf<'gate.judged'>, 'gate' | 'verdict' | 'repository'>[];
  lints: readonly Pick<BodyOf<'workflows.linted'>, 'repository' | 'verdict'>[];
  /** Ids of the incidents that were opened, and of those that were closed. */
  incidents: { opened: readonly string[]; closed: readonly string[] };
  /** The newest run of each suite that ended, those of candidates left out. */
  suites: readonly {
    suite: string;
    verdict: SuiteVerdict;
    counts: Readonly<Record<Verdict, number>>;
    /** RFC 3339. */
    finishedAt: string;
  }[];
  /** Undefined while no rollout was started. */
  rollout:
    | {
        pin: string;
        /** RFC 3339. */
        pinnedAt: string;
        phases: readonly { id: string; state: (typeof PHASE_STATES)[number] }[];
        /** States of its items with the number of each. */
        items: Readonly<Record<string, number>>;
      }
    | undefined;
  copies: readonly { state: (typeof COPY_STATES)[number]; seen: 'history' | 'repository' }[];
  machines: readonly (typeof MACHINE_STATES)[number][];
};
