import { parseLocatedYaml } from '../base/documents/located-yaml.ts';
import { formatPlace } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import { parseDays } from '../base/time/duration.ts';
import { type ArtifactKind, artifactKindsSchema } from './artifact-kind.ts';

/**
 * Reads the kinds of artifacts that a file declares.
 *
 * @throws UsageError naming file, line and field of what is wrong, a repeated id included
 */
export function parseArtifactKinds(text: string, file: string): readonly ArtifactKind[] {
  const { value, placeOf } = parseLocatedYaml({ text, file }, artifactKindsSchema());
  const seen = new Set<string>();
  for (const [index, { id }] of value.artifacts.entries()) {
    if (seen.has(id)) {
      const place = formatPlace(placeOf(['artifacts', index, 'id']));
      throw new UsageError(`${place}: artifacts[${index}].id: "${id}" is repeated`);
    }
    seen.add(id);
  }
  return value.artifacts.map(({ cadence, ...kind }) => ({ ...kind, cadence_days: parseDays(cadence) ?? 0 }));
}
