import { redact } from './redact.ts';
import { hidesValues } from './redact-structure.ts';

const mark = '[redacted]';

/**
 * A value of a document with every text replaced that looks like a secret, by itself or by its name, and
 * every one under `env`, headers, query parameters or arguments.
 */
export function redactValue(value: unknown, name = ''): unknown {
  // The program that is notified stays to be seen.
  if (name === 'notify' && Array.isArray(value)) return [value[0], ...value.slice(1).map(hidden)];
  if (hidesValues(name)) return hidden(value);
  if (typeof value === 'string') {
    const named = `${name}=`;
    const told = redact(`${named}${value}`);
    return told.startsWith(named) ? told.slice(named.length) : redact(value);
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, name));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactValue(inner, key)]));
}

/** A value at a path of a document, redacted by every name on the way to it. */
export function redactAt(path: readonly string[], value: unknown): unknown {
  return path.slice(0, -1).some(hidesValues) ? hidden(value) : redactValue(value, path.at(-1));
}

function hidden(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(hidden);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hidden(inner)]));
  return typeof value === 'string' || typeof value === 'number' ? mark : value;
}
