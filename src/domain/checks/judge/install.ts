import { describeEnd, errorText, exited, type Outcome } from '../../base/outcome.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { suggest } from '../../base/text/suggest.ts';
import { requirementsKeys } from '../../policy/requirements/requirements-keys.ts';
import { fail, type Judgement, pass, skip, warn } from '../judgement.ts';

/** How to get exactly the pinned CLI. The CLI's own advice says `@latest`, which would move the pin. */
export function installRemedy(pin: string): string {
  return `Install the pinned version: npm install --save-exact @openai/codex@${pin}`;
}

const versionLine = /^codex-cli (\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)\s*$/m;

/** The version that `codex --version` states on stdout (docs/codex-facts.md, "Version"), if it does. */
export function parseVersion(outcome: Outcome): string | undefined {
  return exited(outcome) ? versionLine.exec(outcome.stdout)?.[1] : undefined;
}

/** Passes when a candidate states a version: which one it is may differ from the pin. */
export function judgeCandidate(outcome: Outcome, pin: string): Judgement {
  const version = parseVersion(outcome);
  return version === undefined
    ? judgeVersion(outcome, pin)
    : pass(`codex-cli ${version} is the candidate; the pin is ${pin}`);
}

/** Passes when the CLI answers and is the pinned version. */
export function judgeVersion(outcome: Outcome, pin: string): Judgement {
  const expected = `codex-cli ${pin}`;
  const version = parseVersion(outcome);
  if (version === pin) return pass(`codex-cli ${version} is the pinned version`);
  const remedy = installRemedy(pin);
  if (version !== undefined) {
    return fail({
      summary: `the CLI is ${version}, the pin is ${pin}`,
      expected,
      actual: `codex-cli ${version}`,
      remedy,
    });
  }
  if (exited(outcome)) {
    const actual = cleanLine(outcome.stdout).slice(0, 120) || '(nothing on stdout)';
    return fail({ summary: 'the CLI does not state its version', expected, actual, remedy });
  }
  if (outcome.end.type === 'unstartable' && outcome.end.code === 'ENOENT') {
    return fail({
      summary: 'there is no codex on PATH, and none was named',
      expected,
      actual: `no file ${outcome.argv[0] ?? ''}`,
      remedy: `${remedy}, or name another one with --codex.`,
    });
  }
  return fail({
    summary: `the CLI does not work: ${describeEnd(outcome.end)}`,
    expected,
    actual: whatHappened(outcome),
    remedy,
  });
}

function whatHappened(outcome: Outcome): string {
  // The npm wrapper prints a Node stack first; the line that says what is wrong starts with "Error:".
  const lines = errorText(outcome).split('\n');
  const said = cleanLine(lines.find((line) => line.startsWith('Error:')) ?? lines[0] ?? '').slice(0, 200);
  const quoted = said.replaceAll(/\s*Reinstall Codex: .*$/g, '');
  return `${describeEnd(outcome.end)}${quoted === '' ? '' : `: ${quoted}`}`;
}

/** How a codex was installed, as far as its real path shows. */
export type InstallKind = 'npm' | 'homebrew' | 'standalone' | 'other';

/** One `codex` found on PATH. `version` is undefined when it does not state one. */
export type Installed = { path: string; realPath: string; kind: InstallKind; version: string | undefined };

/** The kind of install, from a real path (docs/codex-facts.md, "Kinds of installation"). */
export function installKind(realPath: string): InstallKind {
  const path = realPath.replaceAll('\\', '/');
  if (path.includes('/node_modules/@openai/codex')) return 'npm';
  if (path.includes('/Caskroom/') || path.includes('/Cellar/')) return 'homebrew';
  if (path.includes('/packages/standalone/')) return 'standalone';
  return 'other';
}

/**
 * Passes when a person who types `codex` gets the version under test, whichever install is first on
 * their PATH.
 *
 * @param installed what is on PATH, in its order, one per real path
 * @param tested version of the CLI under test
 */
export function judgePath(installed: readonly Installed[], tested: string): Judgement {
  const expected = `every codex on PATH is ${tested}`;
  const [first] = installed;
  if (!first) {
    return warn({
      summary: 'no codex on PATH',
      expected,
      actual: 'none',
      remedy: 'Put the pinned codex on PATH.',
    });
  }
  const describe = (one: Installed) =>
    `${one.path} (${one.kind}, ${one.version ?? 'does not state a version'})`;
  const others = installed.filter((one) => one.version !== tested);
  if (others.length === 0) {
    const count =
      installed.length === 1 ? 'one codex on PATH' : `${installed.length} codex on PATH, all ${tested}`;
    return pass(`${count}: ${describe(first)}`);
  }
  const summary =
    first.version === tested
      ? `another codex is on PATH: ${others.map(describe).join(', ')}`
      : `typing codex runs ${first.version ?? 'a broken install'}, not the ${tested} under test`;
  return warn({
    summary,
    expected,
    actual: installed.map(describe).join(', '),
    remedy: 'Remove the other installs, or put the pinned one first on PATH.',
  });
}

/** The files of an npm install, and what is known about them. */
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

/** The keys of a requirements file, or why it cannot be read. */
export type RequirementsFile = { file: string; keys: readonly string[] } | { file: string; broken: string };

/**
 * Fails when the requirements in force use a key that the pin does not understand: such a key is
 * silently ignored, and with it the policy (docs/codex-facts.md, "Requirements keys").
 */
export function judgePinKnowsRequirements(
  requirements: RequirementsFile | undefined,
  file: string,
  pin: string,
): Judgement {
  if (!requirements) return skip(`there are no requirements: ${file} is not a file`);
  const expected = `keys that ${pin} understands`;
  if ('broken' in requirements) {
    return fail({ summary: `${file} is not TOML`, expected, actual: requirements.broken });
  }
  const known = requirementsKeys(pin);
  if (!known) return skip(`it is not recorded which keys ${pin} understands`);
  const unknown = requirements.keys.filter((key) => !known.includes(key));
  if (unknown.length === 0) return pass(`${pin} understands all ${requirements.keys.length} keys of ${file}`);
  const describe = (key: string) => {
    const near = suggest(key, known);
    return near === undefined ? key : `${key} (did you mean ${near}?)`;
  };
  return fail({
    summary: `${pin} ignores keys of ${file}`,
    expected,
    actual: unknown.map(describe).join(', '),
  });
}
