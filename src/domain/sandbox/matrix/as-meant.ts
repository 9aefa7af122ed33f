import { isTable } from '../../base/shape/check-shape.ts';
import { suggest } from '../../base/text/suggest.ts';
import { meantPaths, specialPaths } from '../profiles/profile-keys.ts';

/** A field of a table under the name that its author must have meant. */
export type MeantField = { written: string; value: unknown };

/**
 * The fields of a table by their known names; a mistyped one counts for the name it is nearest to, also beside
 * the right one. What the author meant is what a profile is held to, since the CLI ignores what it does not
 * know. Mistyped fields come first, so that the right one has the last word.
 */
export function fieldsAsMeant<Name extends string>(
  table: unknown,
  known: readonly Name[],
): Partial<Record<Name, readonly MeantField[]>> {
  const found: Partial<Record<Name, readonly MeantField[]>> = {};
  if (!isTable(table)) return found;
  for (const [written, value] of Object.entries(table)) {
    const name = nameAsMeant(written, known);
    if (name === undefined) continue;
    const fields = found[name] ?? [];
    const field = { written, value };
    found[name] = name === written ? [...fields, field] : [field, ...fields];
  }
  return found;
}

/** The known name that a written one stands for; undefined when none is near enough. */
function nameAsMeant<Name extends string>(written: string, known: readonly Name[]): Name | undefined {
  const near = known.find((name) => name === written) ?? suggest(written, known);
  return known.find((name) => name === near);
}

/** A path of a filesystem table with its special name as it was meant. */
export function pathAsMeant(written: string): string {
  if (!written.startsWith(':')) return written;
  const meant = meantPaths[written];
  if (meant !== undefined) return meant;
  return nameAsMeant(written, Object.keys(specialPaths)) ?? written;
}
