import { parse, TomlError } from 'smol-toml';
import { UsageError } from '../../base/errors.ts';
import { checkShape } from '../../base/shape/check-shape.ts';
import { formatField } from '../../base/shape/finding.ts';
import { cleanLine } from '../../base/text/clean.ts';
import { knownRelease } from '../known-release.ts';
import { configShape } from './config-keys.ts';

/** A setting as `codex -c` takes it, and as a table. */
export type Setting = { text: string; values: Readonly<Record<string, unknown>> };

/**
 * Reads `key=value`. The key may be dotted; the value is TOML, and a bare word is a text.
 *
 * @throws UsageError when it has no such form
 */
export function parseSetting(text: string): Setting {
  const [, key, value] = /^\s*([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\s*=\s*([\s\S]*\S)\s*$/.exec(text) ?? [];
  if (key === undefined || value === undefined) {
    throw new UsageError(
      `--set ${cleanLine(text)}: this is not a setting`,
      'Write it as key=value, such as approval_policy=never.',
    );
  }
  return { text, values: tomlOr(`${key} = ${value}`, () => parse(`${key} = ${JSON.stringify(value)}`)) };
}

/**
 * Refuses a setting whose key the version does not know: the CLI takes `-c` with any key and goes on without it.
 *
 * @throws UsageError naming the key that was meant
 */
export function requireKnownKey({ text, values }: Setting, version: string): void {
  const [finding] = checkShape(values, configShape, { version: knownRelease(version) }).filter(
    ({ effect }) => effect === 'ignored',
  );
  if (finding === undefined) return;
  throw new UsageError(
    `--set ${cleanLine(text)}: ${formatField(finding.path)}: ${finding.message}`,
    finding.remedy,
  );
}

function tomlOr(text: string, other: () => Setting['values']): Setting['values'] {
  try {
    return parse(text);
  } catch (cause) {
    if (cause instanceof TomlError) return other();
    throw cause;
  }
}
