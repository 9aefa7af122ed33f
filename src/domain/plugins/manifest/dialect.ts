import semver from 'semver';

/**
 * How a CLI reads plugins. Versions after 0.139.0 take lists and inline servers in a manifest, and load what a
 * `skills` path names in place of the default folder; both were seen on the real CLIs 0.139.0 and 0.169.0.
 */
export type Dialect = 'pinned' | 'newer';

/** The dialect of a CLI version; one that states none is taken for the pinned one. */
export function dialectOf(version: string | undefined): Dialect {
  return version !== undefined && semver.valid(version) && semver.gte(version, '0.140.0')
    ? 'newer'
    : 'pinned';
}
