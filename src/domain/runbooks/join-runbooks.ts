import { catalogCommandOf } from '../artifacts/catalog/judge-command.ts';
import { formatPlace } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import { didYouMean } from '../base/text/suggest.ts';
import type { Runbook } from './runbook.ts';

/** What an item may ask for by name. */
type KnownEvidence = { checks: ReadonlySet<string>; artifacts: ReadonlySet<string> };

/**
 * Makes sure that runbooks fit together: no runbook and no item is repeated, and every check and every
 * artifact that they ask for exists.
 *
 * @param known ids of the checks of the suites, and of the kinds of artifacts
 * @throws UsageError naming file, line and field
 */
export function joinRunbooks(runbooks: readonly Runbook[], known: KnownEvidence): readonly Runbook[] {
  refuseTwins(runbooks.map(({ id, file }) => ({ id, field: 'id', place: `${file}:1:1` })));
  refuseTwins(
    runbooks.flatMap(({ items, placeOfItem }) =>
      items.map(({ id }, index) => ({
        id,
        field: `items[${index}].id`,
        place: formatPlace(placeOfItem(index)),
      })),
    ),
  );
  for (const runbook of runbooks) refuseUnknownEvidence(runbook, known);
  return runbooks;
}

function refuseTwins(declared: readonly { id: string; field: string; place: string }[]): void {
  const seen = new Map<string, string>();
  for (const { id, field, place } of declared) {
    const first = seen.get(id);
    if (first !== undefined)
      throw new UsageError(`${place}: ${field}: "${id}" is repeated, first at ${first}`);
    seen.set(id, place);
  }
}

function refuseUnknownEvidence({ items, placeOfRequirement }: Runbook, known: KnownEvidence): void {
  for (const [index, { requirements }] of items.entries()) {
    for (const [number, { kind, key }] of requirements.entries()) {
      if (kind !== 'check' && kind !== 'artifact') continue;
      const ids = known[`${kind}s`];
      // The commands of a catalog are known to its approved revision only.
      if (ids.has(key) || (kind === 'check' && catalogCommandOf(key) !== undefined)) continue;
      throw new UsageError(
        `${formatPlace(placeOfRequirement(index, number))}: items[${index}].evidence[${number}].${kind}: there is no ${kind} "${key}"${didYouMean(key, ids)}`,
        kind === 'check'
          ? 'codex-cockpit check list names the checks.'
          : 'codex-cockpit artifact list names the artifacts; artifacts.yaml declares more.',
      );
    }
  }
}
