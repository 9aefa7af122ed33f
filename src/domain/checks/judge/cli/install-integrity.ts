import { fail, type Judgement, pass, skip } from '../../judgement.ts';
import { installRemedy } from './install-remedy.ts';

/** What lies on disk of an npm install, and what is known of it. */
export type InstallTrial = {
  /** Digest of the native binary, hex SHA-256; undefined when no npm install was found. */
  binary: { platform: string; sha256: string } | undefined;
  /** Digest that the baseline of the tested version records for this platform. */
  recorded: string | undefined;
  /** Digests of the other programs by name; no record where the baseline is of an older form. */
  files?:
    | { found: Readonly<Record<string, string>>; recorded: Readonly<Record<string, string>> | undefined }
    | undefined;
  /** Version that the npm package of the wrapper states. */
  packaged?: string | undefined;
  /** Integrity of both packages from the lock; undefined where there is no lock. */
  locked: { file: string; wrapper: string | undefined; native: string | undefined } | undefined;
  tested: string;
};

/**
 * Fails when the binary is not the recorded one. The lock's integrity covers the download, not the
 * files on disk, so both are needed (docs/codex-facts.md, "Integrity of an installation").
 */
export function judgeIntegrity(trial: InstallTrial): Judgement {
  const { binary, recorded, files, packaged, locked, tested } = trial;
  if (!binary) return skip('not an npm install, so there are no packages to compare');
  if (locked && (!locked.wrapper || !locked.native)) {
    return fail({
      summary: 'the lock does not fix both packages',
      expected: 'integrity of @openai/codex and of its platform package',
      actual: `${locked.file}: wrapper ${locked.wrapper ?? 'none'}, native ${locked.native ?? 'none'}`,
      remedy: installRemedy(tested),
    });
  }
  if (packaged !== undefined && packaged !== tested) {
    return fail({
      summary: 'the wrapper and the native binary are of different versions',
      expected: `codex-cli ${packaged}, as the package states`,
      actual: `codex-cli ${tested}`,
      remedy: installRemedy(packaged),
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
  const differing = Object.entries(files?.recorded ?? {}).filter(
    ([name, digest]) => files?.found[name] !== digest,
  );
  if (differing.length > 0) {
    return fail({
      summary: `programs of the install are not those of ${tested}: ${differing.map(([name]) => name).join(', ')}`,
      expected: differing.map(([name, digest]) => `${name}: SHA-256 ${digest}`).join('; '),
      actual: differing.map(([name]) => `${name}: ${describeDigest(files?.found[name])}`).join('; '),
      remedy: `${installRemedy(tested)}. If it differs again, do not use it.`,
    });
  }
  const lock = locked ? ', both packages are fixed in the lock' : ', no lock was found';
  const besides = files?.recorded ? ` with ${Object.keys(files.recorded).join(', ')}` : '';
  return pass(`the native binary is the recorded ${tested}${besides}${lock}`);
}

const describeDigest = (digest: string | undefined) =>
  digest === undefined ? 'not there' : `SHA-256 ${digest}`;
