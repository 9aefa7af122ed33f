import { type LocatedToml, readLocatedToml, type TomlSource } from '../base/documents/located-toml.ts';
import { checkShape } from '../base/shape/check-shape.ts';
import { type Finding, formatField, type PathFinding } from '../base/shape/finding.ts';
import { isAboutProfiles, type JudgedFor } from '../sandbox/profiles/lint-profiles.ts';
import {
  ignoredInProfiles,
  type ProfileSource,
  type SourceFile,
} from '../sandbox/profiles/profile-source.ts';
import { configShape } from './config/config-keys.ts';
import { lintConfig } from './config/config-rules.ts';
import { knownRelease, releasesAround } from './known-release.ts';
import { baseName, type PolicyFileKind } from './policy-report.ts';
import { requirementsShape } from './requirements/requirements-keys.ts';
import { lintRequirements } from './requirements/requirements-rules.ts';

/**
 * Everything that is wrong with a policy file for one version of the CLI, in the order of the file.
 *
 * @param version the CLI it is judged for; its keys are those of `knownRelease(version)`. Between two releases that
 *   were tried, what only the older one objects to is unknown
 */
export function lintPolicy(
  source: TomlSource,
  { kind, version, codexFolder }: { kind: PolicyFileKind } & JudgedFor,
): readonly Finding[] {
  const document = readLocatedToml(source);
  if (document.type === 'broken') {
    const { place, message } = document;
    return [
      { effect: 'refused', place, field: '', message, remedy: 'Fix it there: nothing of the file counts.' },
    ];
  }
  const judgeBy = (release: string) =>
    kind === 'requirements'
      ? beside(
          lintRequirements(document.data, release),
          checkShape(document.data, requirementsShape, { version: release }),
        )
      : beside(
          lintConfig(document.data, { kind, version: release, codexFolder }),
          checkShape(document.data, configShape, { version: release }),
        );
  const tried = kind === 'requirements' ? 'requirements' : 'config';
  const around = releasesAround(version, tried);
  const found = around
    ? doubt(judgeBy(around.older), judgeBy(around.newer), { ...around, version })
    : judgeBy(knownRelease(version, tried));
  const shape = kind === 'requirements' ? requirementsShape : configShape;
  const known = shape.type === 'table' ? Object.keys(shape.fields) : [];
  const told = found.map((finding) => sayWhereItBelongs(finding, known));
  return [...lintName(source.file), ...locate(told, document)].sort(
    (one, other) => one.place.line - other.place.line || one.place.column - other.place.column,
  );
}

/** It was not tried where between the two releases an objection of the older one ended. */
function doubt(
  ofOlder: readonly PathFinding[],
  ofNewer: readonly PathFinding[],
  { version, older, newer }: { version: string; older: string; newer: string },
): readonly PathFinding[] {
  const place = ({ path, at }: PathFinding) => JSON.stringify([path, at]);
  const stays = new Set(ofNewer.map(place));
  return ofOlder.map((finding) =>
    stays.has(place(finding))
      ? finding
      : {
          ...finding,
          effect: 'unknown',
          message: `not known of ${version}: ${finding.message}`,
          remedy: `Try it with ${version}: ${older} and ${newer} were tried, and nothing between.`,
        },
  );
}

/** A key of the file as a whole that a header above it has taken in is in the wrong place, not too much. */
function sayWhereItBelongs(finding: PathFinding, outermost: readonly string[]): PathFinding {
  const { path, at, effect, remedy } = finding;
  const name = path.at(-1);
  const table = path.slice(0, -1);
  const isUnknown = at === 'key' && (effect === 'ignored' || table.at(-1) === 'filesystem');
  const isSwallowed = isUnknown && table.length > 0 && typeof name === 'string' && outermost.includes(name);
  if (!isSwallowed) return finding;
  return {
    ...finding,
    message: `it is below [${formatField(table)}], so it counts as a key of that table, which has no such key`,
    remedy: `Move it above the first [table] of the file, if it is meant for the file as a whole. Else: ${remedy}`,
  };
}

const readNames = ['requirements.toml', 'managed_config.toml', 'config.toml'];

/** The CLI reads its files by their exact name, where file systems distinguish capitals. */
function lintName(file: string): readonly Finding[] {
  const base = baseName(file);
  const meant = readNames.find((name) => name === base.toLowerCase());
  if (meant === undefined || meant === base) return [];
  const place = { file, line: 1, column: 1 };
  const message = `the CLI reads ${meant}; on Linux a file named ${base} is not read`;
  return [{ effect: 'ignored', place, field: '', message, remedy: `Rename it to ${meant}.` }];
}

/** A rule says more about a value than its form does, so the form is silent where a rule has spoken. */
function beside(rules: readonly PathFinding[], form: readonly PathFinding[]): readonly PathFinding[] {
  const told = new Set(rules.map(({ path }) => JSON.stringify(path)));
  return [...rules, ...form.filter(({ path, at }) => at === 'key' || !told.has(JSON.stringify(path)))];
}

function locate(
  found: readonly PathFinding[],
  { keyPlace, valuePlace }: Extract<LocatedToml, { type: 'read' }>,
): Finding[] {
  return found.map(({ path, at, ...rest }) => ({
    ...rest,
    place: at === 'key' ? keyPlace(path) : valuePlace(path),
    field: formatField(path),
  }));
}

/** The files that profiles are read from; undefined for one that is not there. */
export type ProfileFiles = {
  config: SourceFile | undefined;
  project?: SourceFile | undefined;
  requirements?: SourceFile | undefined;
};

/**
 * What the CLI ignores in profiles, and in the files around them: with a mistyped name of a table, such as
 * `[permision.dev]`, all that is in it is ignored too.
 */
export function ignoredForProfiles(
  source: ProfileSource,
  { config, project, requirements }: ProfileFiles,
  version: string,
): readonly Finding[] {
  const judge = (file: SourceFile | undefined, kind: 'config' | 'requirements') =>
    file ? lintPolicy(file, { kind, version }) : [];
  const around = [
    ...judge(config, 'config'),
    ...judge(project, 'config'),
    ...judge(requirements, 'requirements'),
  ].filter((one) => one.effect === 'ignored' && isAboutProfiles(one) && !/^permissions\b/.test(one.field));
  return [...ignoredInProfiles(source, version), ...around];
}
