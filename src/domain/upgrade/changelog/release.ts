import semver from 'semver';
import type { Area } from '../rehearsal/area.ts';

/** One line of release notes. */
export type ReleaseNote = {
  /** Digest of its words, so that a review stays with them when the notes are imported again. */
  id: string;
  /** The heading that it stands under; empty for none. */
  section: string;
  text: string;
  /** What it speaks of, by its words. */
  areas: readonly Area[];
};

/** A release of the CLI as its notes tell of it. */
export type Release = {
  version: string;
  /** RFC 3339; null when the file does not say. */
  publishedAt: string | null;
  prerelease: boolean;
  notes: readonly ReleaseNote[];
};

/** Version of a tag such as `rust-v0.150.0`, `v0.150.0` or `0.150.0-alpha.2`; undefined for any other. */
export function versionOfTag(tag: string): string | undefined {
  return semver.valid(/^(?:rust-)?v?(\d.*)$/.exec(tag.trim())?.[1] ?? '') ?? undefined;
}

/**
 * The releases after one version up to another, oldest first. Going back, these are the releases that are left.
 * Pre-releases count only as the candidate itself.
 */
export function releasesBetween(
  releases: readonly Release[],
  { from, to }: { from: string; to: string },
): readonly Release[] {
  const [low, high] = semver.lt(from, to) ? [from, to] : [to, from];
  return releases
    .filter(({ version }) => semver.gt(version, low) && semver.lte(version, high))
    .filter(({ version, prerelease }) => version === to || (!prerelease && !semver.prerelease(version)))
    .toSorted((one, other) => semver.compare(one.version, other.version));
}
