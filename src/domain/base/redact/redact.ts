import { redactStructure } from './redact-structure.ts';

const mark = '[redacted]';

/**
 * Shapes of secrets that may appear in what a program prints. Each keeps its first group, which
 * names what was there, and drops the rest.
 */
const shapes: readonly RegExp[] = [
  // The END line stays, so that a second pass ends at the same place and not at the end of the text.
  /(-----BEGIN [A-Z ]*PRIVATE KEY-----)[\s\S]*?(?=-----END [A-Z ]*PRIVATE KEY-----|$)/g,
  /(\bsk-(?:proj|svcacct|ant)-)[A-Za-z0-9_-]+/g,
  /(\bsk-)(?!(?:proj|svcacct|ant)-)[A-Za-z0-9_-]{8,}/g,
  /(\bgh[pousr]_|\bgithub_pat_|\bglpat-|\bxox[abprs]-|\bnpm_)[A-Za-z0-9_-]{10,}/g,
  /(\bAKIA|\bASIA)[A-Z0-9]{16}\b/g,
  /(\bey)J[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g,
  /(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}/gi,
  // These two start at the mark of a secret, not at the word before it, which may be a megabyte long.
  /(:\/\/[^\s/:@]*:)[^\s/@]+(?=@)/g,
  /([?&][\w.-]*(?:key|token|sig|signature|secret|auth|password|code)=)[^&\s"'#]+/gi,
  /((?:api[_-]?key|(?:access|refresh|id|auth|bearer)[_-]?token|client[_-]?secret|password|passwd)"?\s*[:=]\s*"?)[^\s",}]{4,}/gi,
];

/** Something of this is in every text with one of the shapes; most names and ids have nothing of it. */
const mayHaveShape =
  /-----BEGIN|sk-|gh[pousr]_|github_pat_|glpat-|xox|npm_|AKIA|ASIA|eyJ|bearer|basic|[:=?&]/i;

/**
 * Replaces everything that looks like a secret, and every value in `secrets` (tokens a check made
 * itself). Idempotent: redacting twice changes nothing more. Run before hashing or storing, since
 * the log keeps every text forever.
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const known = secrets.filter((secret) => secret.length >= 4).sort((a, b) => b.length - a.length);
  const withoutKnown = known.reduce((rest, secret) => rest.replaceAll(secret, mark), text);
  return withoutShapes(withoutKnown);
}

/**
 * The same for what a program printed: values are secret by their place in a configuration too. A text of
 * the team's own, such as an artifact, is not read like this: arguments in it are meant to be seen.
 */
export function redactOutput(text: string, secrets: readonly string[] = []): string {
  const rest = redact(redactStructure(text), secrets);
  return rest === text ? text : redactOutput(rest, secrets);
}

/** One replacement may show the next shape, so it is repeated until nothing changes. */
function withoutShapes(text: string): string {
  if (!mayHaveShape.test(text)) return text;
  const rest = shapes.reduce((before, shape) => before.replace(shape, `$1${mark}`), text);
  return rest === text ? text : withoutShapes(rest);
}
