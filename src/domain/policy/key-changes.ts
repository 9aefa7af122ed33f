import semver from 'semver';
import type { Fields, Shape } from '../base/shape/shape.ts';
import { configShape } from './config/config-keys.ts';
import { isTried } from './known-release.ts';
import { requirementsShape } from './requirements/requirements-keys.ts';

/** A key, or a value of one, that one of two versions knows and the other does not. */
type KeyChange = { key: string; value: string | undefined; change: 'new' | 'retired' };

/** The keys of one kind of file, or the version that was not tried for it. */
export type FileKeyChanges = { file: 'config.toml' | 'requirements.toml' } & (
  | { type: 'compared'; changes: readonly KeyChange[] }
  | { type: 'not tried'; version: string }
);

type Versions = { from: string; to: string };
type Known = { key: string; value: string | undefined; versions: string };

/** What a file may say in one version and not in the other; only versions that were tried are compared. */
export function keyChanges(versions: Versions): readonly FileKeyChanges[] {
  return [
    { file: 'config.toml' as const, tried: 'config' as const, shape: configShape },
    { file: 'requirements.toml' as const, tried: 'requirements' as const, shape: requirementsShape },
  ].map(({ file, tried, shape }): FileKeyChanges => {
    const untried = [versions.from, versions.to].find((version) => !isTried(version, tried));
    if (untried !== undefined) return { file, type: 'not tried', version: untried };
    return { file, type: 'compared', changes: changesIn(shape, versions) };
  });
}

function changesIn(shape: Shape, { from, to }: Versions): readonly KeyChange[] {
  return bounded(shape, [])
    .flatMap(({ key, value, versions }): readonly KeyChange[] => {
      const [before, after] = [semver.satisfies(from, versions), semver.satisfies(to, versions)];
      if (before === after) return [];
      return [{ key, value, change: after ? 'new' : 'retired' }];
    })
    .sort((one, other) => (one.key < other.key ? -1 : 1));
}

/** Everything below a shape that only some versions know. What is below such a key goes with it. */
function bounded(shape: Shape, path: readonly string[]): readonly Known[] {
  switch (shape.type) {
    case 'table':
      return inFields(shape.fields, path);
    case 'map':
      return [...bounded(shape.of, [...path, '<name>']), ...inFields(shape.reserved, path)];
    case 'list':
      return bounded(shape.of, path);
    case 'choice':
      return (shape.later?.of ?? []).map((value) => ({
        key: path.join('.'),
        value,
        versions: shape.later?.versions ?? '*',
      }));
    // What has several forms gets another form in a version, and no other key.
    default:
      return [];
  }
}

function inFields(fields: Fields, path: readonly string[]): readonly Known[] {
  const entries = Object.entries(fields);
  // The events of hooks have one form: what is in it is named once.
  const shared = new Set(entries.map(([, { shape }]) => shape).filter((shape) => uses(entries, shape) > 1));
  return [
    ...entries.flatMap(([name, { shape, versions }]) => {
      const inner = [...path, name];
      return [
        ...(versions === undefined ? [] : [{ key: inner.join('.'), value: undefined, versions }]),
        ...(shared.has(shape) ? [] : bounded(shape, inner)),
      ];
    }),
    ...[...shared].flatMap((shape) => bounded(shape, [...path, '*'])),
  ];
}

const uses = (entries: readonly (readonly [string, { shape: Shape }])[], shape: Shape) =>
  entries.filter((entry) => entry[1].shape === shape).length;
