import { fail, type Judgement, pass, skip } from '../judgement.ts';
import { installRemedy } from './install-remedy.ts';

/** What lies on disk of an npm install, and what is known of it. */
export type InstallTrial = {
  /** Digest of the native binary, hex SHA-256; undefined when no npm install was found. */
  binary: { platform: string; sha256: string } | undefined;
  /** Digest that the baseline of the tested version records for this platform. */
  recorded: string | undefined;
  /** Integrity of both packages from the lock; undefined where there is no lock. */
  locked: { file: string; wrapper: string | undefined; native: string | undefined } | undefined;
  tested: string;
};

/**
 * Fails when the binary is not the recorded one. The lock's integrity covers the download, not the
 * files on disk, so both are needed (facts/codex-upgrade-checks.md §7).
 */
export function judgeIntegrity({ binary, recorded, locked, tested }: InstallTrial): Judgement {
  if (!binary) return skip('not an npm install, so there are no packages to compare');
  if (locked && (!locked.wrapper || !locked.native)) {
    return fail({
      summary: 'the lock does not fix both packages',
      expected: 'integrity of @openai/codex and of its platform package',
      actual: `${locked.file}: wrapper ${locked.wrapper ?? 'none'}, native ${locked.native ?? 'none'}`,
      remedy: installRemedy(tested),
    });
  }
  if (recorded === undefined) {
    return skip(
      `no baseline of ${tested} on ${binary.platform} was recorded; the binary is ${binary.sha256}`,
    );
  }
  if (recorded !== binary.sha256) {
    return fail({
      summary: `the native binary is not the recorded ${tested}`,
      expected: `SHA-256 ${recorded}`,
      actual: `SHA-256 ${binary.sha256}`,
      remedy: `${installRemedy(tested)}. If it differs again, do not use it.`,
    });
  }
  const lock = locked ? ', both packages are fixed in the lock' : ', no lock was found';
  return pass(`the native binary is the recorded ${tested}${lock}`);
}
