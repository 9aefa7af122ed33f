import semver from 'semver';

/** The releases whose policy files were tried out key by key, oldest first. */
const tried = ['0.139.0', '0.169.0'] as const;

/**
 * The release whose keys a version is judged by: the newest one tried that is not newer than it. For an
 * older version than any, the oldest; whoever shows a verdict names this release beside it.
 */
export function knownRelease(version: string): string {
  const notNewer = tried.filter((release) => semver.lte(release, semver.coerce(version) ?? version));
  return notNewer.at(-1) ?? tried[0];
}

/** Whether a version is a patch of a release that was tried. */
export function isTried(version: string): boolean {
  return tried.some((release) => semver.satisfies(version, `~${release}`));
}
