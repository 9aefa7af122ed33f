import { fail, type Judgement, pass, skip } from '../../judgement.ts';

/** The profiles a team relies on, and what its CODEX_HOME holds. */
export type ProfileTrial = {
  /** Names that people or scripts give to `-p`. */
  named: readonly string[];
  /** Names of the files `<name>.config.toml`. */
  files: readonly string[];
  /** Names of the tables `[profiles.<name>]` in config.toml. */
  legacy: readonly string[];
};

/**
 * Fails when a profile in use has no file, which the CLI accepts without a word, or when a file and a
 * legacy table have the same name, which it refuses (docs/codex-facts.md, "Profile files").
 */
export function judgeProfileFiles({ named, files, legacy }: ProfileTrial): Judgement {
  if (named.length === 0 && files.length === 0 && legacy.length === 0) return skip('no profile is in use');
  const missing = named.filter((name) => !files.includes(name));
  const twice = files.filter((name) => legacy.includes(name));
  const actual = [
    ...missing.map((name) => `${name}.config.toml is missing`),
    ...twice.map((name) => `${name} is a file and a table [profiles.${name}]`),
  ].join('; ');
  if (actual !== '') {
    return fail({
      summary: 'profiles would not be used as meant',
      expected: 'one file for each profile in use',
      actual,
    });
  }
  if (files.length === 0) {
    return fail({
      summary: `legacy profiles only: ${legacy.join(', ')}`,
      expected: 'a file <name>.config.toml for each profile',
      actual: legacy.map((name) => `[profiles.${name}]`).join(', '),
      remedy: 'Move each table into a file of its own; codex -p refuses the old form.',
    });
  }
  return pass(`profile files: ${files.join(', ')}`);
}
