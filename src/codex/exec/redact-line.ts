import { redactOutput } from '../../domain/base/redact/redact.ts';
import { redactValue } from '../../domain/base/redact/redact-value.ts';
import { clean } from '../../domain/base/text/clean.ts';

/** Characters of a line that is too long which are kept. */
const mostBegin = 2000;

/**
 * A line of a stream as it is stored: without secrets and control sequences, and a JSON object again. A line that is none
 * becomes one.
 *
 * @param event what the line says; undefined when it is no event
 */
export function redactLine(line: string, event: object | undefined, secrets: readonly string[]): string {
  if (event === undefined)
    return JSON.stringify({ type: 'codex-cockpit.text', text: redactText(line, secrets) });
  // An escape can be in the middle of a secret, or be a control sequence.
  if (!line.includes('\\u') && clean(line) === line && redactOutput(line, secrets) === line) return line;
  try {
    return JSON.stringify(redactValue(redactTexts(event, secrets)));
  } catch {
    // It is nested deeper than anything can be walked through.
    return longLine(line, Buffer.byteLength(line), secrets);
  }
}

/** What is stored of a line that is too long: its beginning. */
export function longLine(begin: string, bytes: number, secrets: readonly string[]): string {
  // Redacted before it is cut: half a secret has another shape.
  const text = redactText(begin.slice(0, 20 * mostBegin), secrets).slice(0, mostBegin);
  return JSON.stringify({ type: 'codex-cockpit.cut', bytes, begin: text });
}

/** A text that a program printed, without control sequences and secrets. */
export function redactText(text: string, secrets: readonly string[]): string {
  return redactOutput(clean(text), secrets);
}

function redactTexts(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') return redactText(value, secrets);
  if (Array.isArray(value)) return value.map((one) => redactTexts(one, secrets));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [redactText(name, secrets), redactTexts(inner, secrets)]),
  );
}
