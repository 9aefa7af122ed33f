import { parse, TomlError } from 'smol-toml';
import { UsageError } from '../errors.ts';
import { cleanLine } from '../text/clean.ts';

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
      `--set ${cleanLine(text)}: this is no setting`,
      'Write it as key=value, such as approval_policy=never.',
    );
  }
  return { text, values: tomlOr(`${key} = ${value}`, () => parse(`${key} = ${JSON.stringify(value)}`)) };
}

function tomlOr(text: string, other: () => Setting['values']): Setting['values'] {
  try {
    return parse(text);
  } catch (cause) {
    if (cause instanceof TomlError) return other();
    throw cause;
  }
}
