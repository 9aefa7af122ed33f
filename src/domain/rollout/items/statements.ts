import type { JudgedItem } from './item-status.ts';

/**
 * What a person states with an attestation of an item: its declared statements, and what its manual checks ask. An
 * item whose manual checks are answered already is stated by its title. Empty when the item asks for no attestation.
 */
export function statementsOf({ item, requirements }: JudgedItem): readonly string[] {
  const stated = item.requirements.flatMap(({ statement }) => (statement === undefined ? [] : [statement]));
  const asked = requirements.flatMap(({ requirement, evidence }) =>
    requirement.kind === 'check' && evidence?.outcome === 'manual' ? [evidence.summary] : [],
  );
  if (stated.length + asked.length > 0) return [...stated, ...asked];
  const isAnswered = requirements.some(
    ({ requirement, evidence }) => requirement.kind === 'check' && evidence?.kind === 'attestation',
  );
  return isAnswered ? [item.title] : [];
}
