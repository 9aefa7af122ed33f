import type { Finding } from '../base/shape/finding.ts';
import { isAboutProfiles } from '../sandbox/profiles/lint-profiles.ts';
import {
  ignoredInProfiles,
  type ProfileSource,
  type SourceFile,
} from '../sandbox/profiles/profile-source.ts';
import { lintPolicy } from './lint-policy.ts';

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
