import { catalogCommandOf } from '../artifacts/judge-command.ts';
import { formatPlace } from '../documents/located-yaml.ts';
import { UsageError } from '../errors.ts';
import { suggest } from '../text/suggest.ts';
import type { Runbook } from './runbook.ts';

/**
 * Makes sure that runbooks fit together: no runbook and no item stands twice, and every check exists.
 *
 * @param checks ids of the checks of the suites
 * @throws UsageError naming file, line and field
 */
export function joinRunbooks(runbooks: readonly Runbook[], checks: ReadonlySet<string>): readonly Runbook[] {
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
  for (const runbook of runbooks) refuseUnknownChecks(runbook, checks);
  return runbooks;
}

function refuseTwins(declared: readonly { id: string; field: string; place: string }[]): void {
  const seen = new Map<string, string>();
  for (const { id, field, place } of declared) {
    const first = seen.get(id);
    if (first !== undefined)
      throw new UsageError(`${place}: ${field}: "${id}" stands twice, first at ${first}`);
    seen.set(id, place);
  }
}

function refuseUnknownChecks({ items, placeOfRequirement }: Runbook, checks: ReadonlySet<string>): void {
  for (const [index, { requirements }] of items.entries()) {
    for (const [number, { kind, key }] of requirements.entries()) {
      // The commands of a catalog are known to its approved revision only.
      if (kind !== 'check' || checks.has(key) || catalogCommandOf(key) !== undefined) continue;
      const near = suggest(key, checks);
      throw new UsageError(
        `${formatPlace(placeOfRequirement(index, number))}: items[${index}].evidence[${number}].check: there is no check "${key}"${near === undefined ? '' : `; did you mean "${near}"?`}`,
        'codex-cockpit check list names the checks.',
      );
    }
  }
}
