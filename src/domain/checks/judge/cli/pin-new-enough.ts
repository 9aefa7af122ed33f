import { suggest } from '../../../base/text/suggest.ts';
import { requirementsKeys } from '../../../policy/requirements/requirements-keys.ts';
import { fail, type Judgement, pass, skip } from '../../judgement.ts';

/** The keys of a requirements file, or why it cannot be read. */
export type RequirementsFile = { file: string; keys: readonly string[] } | { file: string; broken: string };

/**
 * Fails when the requirements in force use a key that the pin does not understand: such a key is
 * ignored without a word, and with it the policy (docs/codex-facts.md, "Requirements keys").
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
