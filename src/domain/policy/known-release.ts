import semver from 'semver';

/** The releases whose policy files were tried out key by key, oldest first. */
const tried = {
  config: ['0.139.0', '0.160.0', '0.169.0'],
  requirements: ['0.130.0', '0.133.0', '0.139.0', '0.160.0', '0.169.0'],
} as const;

type TriedFile = keyof typeof tried;

/**
 * The release whose keys a version is judged by: the newest one tried that is not newer than it. For an
 * older version than any, the oldest; every verdict is shown with this release beside it.
 */
export function knownRelease(version: string, file: TriedFile = 'config'): string {
  const notNewer = tried[file].filter((release) => semver.lte(release, plain(version)));
  return notNewer.at(-1) ?? tried[file][0];
}

/** The tried releases that a version was published between; undefined for one that was tried or is at an end. */
export function releasesAround(
  version: string,
  file: TriedFile,
): { older: string; newer: string } | undefined {
  if (isTried(version, file)) return undefined;
  const newer = tried[file].find((release) => semver.gt(release, plain(version)));
  const older = knownRelease(version, file);
  return newer === undefined || newer === older ? undefined : { older, newer };
}

/** Whether a version is a patch of a release that was tried. */
export function isTried(version: string, file: TriedFile): boolean {
  return tried[file].some((release) => semver.satisfies(version, `~${release}`));
}

const plain = (version: string) => semver.coerce(version) ?? version;
