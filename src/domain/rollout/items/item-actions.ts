import type { Artifact } from '../../artifacts/artifact.ts';
import { catalogCommandOf } from '../../artifacts/catalog/judge-command.ts';
import { betterPlaced } from '../../artifacts/judge-approval.ts';
import type { EvidenceKind } from '../../base/evidence.ts';
import type { Person } from '../../people/person.ts';
import { elsewhere } from '../../runbooks/elsewhere.ts';
import type { NextAction } from '../next-action.ts';
import type { JudgedItem } from './item-status.ts';

/** What else the actions about an item depend on. */
type Surroundings = { artifacts: readonly Artifact[]; people: readonly Person[]; email: string };

/** What would bring an item forward: about the first piece of evidence that is wanting. */
export function itemActions(judged: JudgedItem, surroundings: Surroundings): readonly NextAction[] {
  const { item, state, reason, requirements } = judged;
  const wanting = requirements.find((one) => one.state !== 'satisfied');
  if (!wanting) return [];
  const { kind, key } = wanting.requirement;
  const base = { why: `${item.title}: ${state}, ${reason}`, role: item.owner, subject: item.id };
  if (kind === 'artifact')
    return artifactActions(key, surroundings).map((doable) => ({ ...base, ...doable, key }));
  const asksPerson = wanting.evidence?.outcome === 'manual';
  return [{ ...base, ...remedies[asksPerson ? 'attestation' : kind](key, item.id) }];
}

/** The approvals that the artifacts of an item wait for. */
export function approvalActions(judged: JudgedItem, surroundings: Surroundings): readonly NextAction[] {
  const waits = surroundings.artifacts.filter(
    ({ newest }) => newest !== undefined && newest.awaits.length > 0,
  );
  return itemActions(judged, surroundings).filter(
    ({ kind, key }) => kind === 'artifact' && waits.some(({ id }) => id === key),
  );
}

type Doable = Pick<NextAction, 'kind' | 'action' | 'command' | 'key'>;

const remedies: Record<Exclude<EvidenceKind, 'artifact'>, (key: string, item: string) => Doable> = {
  check: (key) => {
    const other = elsewhere(key);
    if (other) return { kind: 'command', key, action: other.action, command: other.command };
    const command = catalogCommandOf(key);
    if (command === undefined)
      return { kind: 'check', action: `run the check ${key}`, command: `codex-cockpit check ${key}`, key };
    return {
      kind: 'catalog',
      key: command,
      action: `run ${command} of the catalog`,
      command: `codex-cockpit catalog run ${command}`,
    };
  },
  attestation: (_, item) => ({
    kind: 'attest',
    action: `attest ${item}`,
    command: `codex-cockpit item attest ${item}`,
  }),
  metric: (key) => ({
    kind: 'metric',
    key,
    action: `record ${key}`,
    command: `codex-cockpit metric add ${key} --help`,
  }),
  review: (key) => ({
    kind: 'review',
    key,
    action: `finish the review ${key}`,
    command:
      key === 'models.cloud'
        ? 'codex-cockpit policy models attest'
        : 'codex-cockpit review start --change REF',
  }),
};

/** Writing falls to the owner of the item until the artifact has one; approving to each role that it waits for. */
function artifactActions(
  id: string,
  { artifacts, people, email }: Surroundings,
): readonly (Doable & { role?: NextAction['role'] })[] {
  const other = (action: string, command: string) =>
    ({ kind: 'artifact', action, command: `codex-cockpit artifact ${command}` }) as const;
  const newest = artifacts.find((artifact) => artifact.id === id)?.newest;
  if (!newest) return [other(`write ${id}`, `edit ${id}`)];
  const { declaration, awaits, sha256, placeholders, revision, state } = newest;
  const role = declaration.owner;
  if (awaits.length > 0) {
    return awaits
      .filter((one) => betterPlaced(newest, people, { actor: email, role: one }).length === 0)
      .map((one) => ({
        ...other(`approve ${id} as ${one}`, `approve ${id} ${sha256.slice(0, 12)}`),
        role: one,
      }));
  }
  if (state === 'approved') return [{ ...other(`begin the review of ${id}`, `submit ${id}`), role }];
  return placeholders.length > 0
    ? [{ ...other(`fill the gaps of ${id}`, `edit ${id}`), role }]
    : [{ ...other(`submit revision ${revision} of ${id}`, `submit ${id}`), role }];
}
