import { readLocatedToml, type TomlSource } from '../../base/documents/located-toml.ts';
import { isTable } from '../../base/shape/check-shape.ts';
import { type Finding, formatField } from '../../base/shape/finding.ts';

const ignoredFeature = /Ignoring unknown `features` requirement `([^`]+)`/;

/** The names of features that the CLI said it does not know and ignores. */
export function ignoredFeatures(warnings: readonly string[]): readonly string[] {
  return warnings.flatMap((warning) => ignoredFeature.exec(warning)?.[1] ?? []);
}

/**
 * What the CLI said it ignores of a requirements file, as findings. Only the CLI knows its features; it warns of
 * an unknown one and goes on, so a feature that should be off stays on.
 */
export function findingsOfWarnings(source: TomlSource, warnings: readonly string[]): readonly Finding[] {
  const document = readLocatedToml(source);
  if (document.type === 'broken') return [];
  return ignoredFeatures(warnings).flatMap((name) => {
    const table = ['features', 'feature_requirements'].find((one) => {
      const features = document.data[one];
      return isTable(features) && Object.hasOwn(features, name);
    });
    if (table === undefined) return [];
    const path = [table, name];
    return [
      {
        effect: 'ignored',
        place: document.keyPlace(path),
        field: formatField(path),
        message: 'the CLI does not know this feature and ignores it',
        remedy: 'Write a name that codex features list shows, or remove it.',
      },
    ];
  });
}
