import { type Artifact, type ArtifactEntry, deriveArtifact } from '../artifacts/artifact.ts';
import type { RecordedEvidence } from '../base/evidence.ts';
import { PHASE_IDS, type PhaseId } from '../base/phase.ts';
import type { Person } from '../people/person.ts';
import type { Role } from '../people/role.ts';
import type { RunbookHead } from '../runbooks/runbook.ts';
import { gateBlockers, gateItems } from './gate/gate.ts';
import {
  type GateItem,
  gateDigest,
  type JudgedSignOff,
  judgeSignOff,
  type SignOff,
} from './gate/sign-off.ts';
import { holds, type ItemSources, type JudgedItem, judgeItem } from './items/item-status.ts';
import { indexEvidence } from './items/judge-evidence.ts';
import type { Waiver } from './items/waiver.ts';
import type { Rollout } from './rollout.ts';

/** The newest decision about the gate of a phase. */
export type GateDecision = {
  phase: PhaseId;
  decision: 'passed' | 'revisited';
  seq: number;
  at: string;
  actor: string;
  /** What a passed gate was passed on. */
  evidence?: { digest: string; items: readonly GateItem[] } | undefined;
};

/** Everything in the log that the state of a rollout is derived from. */
export type RolloutRecord = {
  rollout: Rollout;
  people: readonly Person[];
  evidence: readonly RecordedEvidence[];
  waivers: readonly Waiver[];
  signOffs: readonly SignOff[];
  gates: readonly GateDecision[];
  /** The entries about each artifact. */
  artifacts: ReadonlyMap<string, readonly ArtifactEntry[]>;
};

/**
 * `passed`: its gate was passed and is still valid. `drifted`: it was passed, but its evidence is no longer
 * valid. `current`: the first one not passed. `ahead`: a later one.
 */
export type PhaseState = 'passed' | 'drifted' | 'current' | 'ahead';

/** A phase with its checklist and its gate. */
export type DerivedPhase = {
  id: PhaseId;
  title: string;
  goal: string;
  output: string;
  state: PhaseState;
  /** What needs attention first: failing, stale, open; then the rest. */
  items: readonly JudgedItem[];
  /** How many of the required items are satisfied or waived. */
  progress: { held: number; required: number };
  requiredSignOffs: readonly Role[];
  /** Every sign-off since the gate was opened last, oldest first; only the current ones count. */
  signOffs: readonly JudgedSignOff[];
  /** What keeps the gate closed, in words; empty when it can be passed. */
  blockers: readonly string[];
  gate: GateDecision | undefined;
};

/** A rollout with its phases in their order. */
export type DerivedRollout = {
  rollout: Rollout;
  phases: readonly DerivedPhase[];
  /** Items that no gate waits for: of procedures and guides. */
  otherItems: readonly JudgedItem[];
  /** The artifacts that were begun. */
  artifacts: readonly Artifact[];
};

/** Derives the state of a rollout from its record. The same record gives the same state at the same time. */
export function deriveRollout(
  record: RolloutRecord,
  runbooks: readonly RunbookHead[],
  now: Date,
): DerivedRollout {
  const { rollout } = record;
  const sources: ItemSources = {
    index: indexEvidence(record.evidence),
    waivers: new Map(record.waivers.map((waiver) => [waiver.item, waiver])),
    surfaces: rollout.surfaces,
    pin: rollout.pin,
    pinnedAt: rollout.pinnedAt,
    now,
  };
  const judge = (books: readonly RunbookHead[]) =>
    books
      .flatMap(({ items }) => items)
      .map((item) => judgeItem(item, sources))
      .sort(attentionFirst);

  const phases: DerivedPhase[] = [];
  for (const id of PHASE_IDS) {
    const items = judge(runbooks.filter(({ phase }) => phase === id));
    phases.push(derivePhase({ id, items, runbooks, record, before: phases.at(-1) }));
  }
  const artifacts = [...record.artifacts].flatMap(([id, entries]) => {
    const artifact = deriveArtifact({ id, kind: undefined, entries }, now);
    return artifact ? [artifact] : [];
  });
  const otherItems = judge(runbooks.filter(({ phase }) => phase === undefined));
  return { rollout, phases, otherItems, artifacts };
}

function derivePhase({
  id,
  items,
  runbooks,
  record,
  before,
}: {
  id: PhaseId;
  items: readonly JudgedItem[];
  runbooks: readonly RunbookHead[];
  record: RolloutRecord;
  before: DerivedPhase | undefined;
}): DerivedPhase {
  const runbook = runbooks.find(({ kind, phase }) => kind === 'phase' && phase === id);
  const requiredSignOffs = runbook?.signOffs ?? [];
  const gate = record.gates.find(({ phase }) => phase === id);
  const given = record.signOffs.filter(({ phase }) => phase === id);
  // Only a sign-off is compared with the evidence. To load what makes its digest takes longer than to derive the rest.
  const signOffs =
    given.length === 0 ? [] : judgeSignOffs(given, record, gate?.evidence ?? evidenceOf(gateItems(items)));
  const required = items.filter(({ item }) => item.required);
  const passed = gate?.decision === 'passed';
  const drifted = required.some((one) => !holds(one));
  const blockers = [...precedence(before), ...gateBlockers(items, { required: requiredSignOffs, signOffs })];
  return {
    id,
    title: runbook?.title ?? id,
    goal: runbook?.goal ?? '',
    output: runbook?.output ?? '',
    state: passed ? (drifted ? 'drifted' : 'passed') : before && !wasPassed(before) ? 'ahead' : 'current',
    items,
    progress: { held: required.filter(holds).length, required: required.length },
    requiredSignOffs,
    signOffs,
    blockers,
    gate,
  };
}

function judgeSignOffs(
  given: readonly SignOff[],
  { rollout, people }: RolloutRecord,
  evidence: { digest: string; items: readonly GateItem[] },
): readonly JudgedSignOff[] {
  return given.map((one) => judgeSignOff(one, { rollout: rollout.name, people, evidence }));
}

function evidenceOf(items: readonly GateItem[]): { digest: string; items: readonly GateItem[] } {
  return { digest: gateDigest(items), items };
}

/** Phases are passed in their order, and not on top of one that has drifted. */
function precedence(before: DerivedPhase | undefined): readonly string[] {
  if (!before || before.state === 'passed') return [];
  return [
    before.state === 'drifted'
      ? `the phase ${before.id} has drifted; renew its evidence or revisit it`
      : `the phase ${before.id} is not passed yet`,
  ];
}

function wasPassed({ state }: DerivedPhase): boolean {
  return state === 'passed' || state === 'drifted';
}

const attention: Record<JudgedItem['state'], number> = {
  failing: 0,
  stale: 1,
  open: 2,
  waived: 3,
  satisfied: 4,
  'not applicable': 5,
};

/** Required before optional, worst first; the order of the runbook otherwise. */
function attentionFirst(one: JudgedItem, other: JudgedItem): number {
  const fault = (judged: JudgedItem) => (holds(judged) ? 1 : 0);
  return (
    fault(one) - fault(other) ||
    Number(other.item.required) - Number(one.item.required) ||
    attention[one.state] - attention[other.state]
  );
}

/** The phase in which the rollout is: the first that is not passed, else the last. */
export function currentPhase({ phases }: Pick<DerivedRollout, 'phases'>): DerivedPhase | undefined {
  return phases.find(({ state }) => state === 'current') ?? phases.at(-1);
}

/** The same by the decisions about gates alone. */
export function phaseByGates(gates: readonly Pick<GateDecision, 'phase' | 'decision'>[]): PhaseId {
  const passed = (id: PhaseId) => gates.some(({ phase, decision }) => phase === id && decision === 'passed');
  return PHASE_IDS.find((id) => !passed(id)) ?? 'scale';
}

/** Every item, those of the phases first. */
export function allItems({ phases, otherItems }: DerivedRollout): readonly JudgedItem[] {
  return [...phases.flatMap(({ items }) => items), ...otherItems];
}
