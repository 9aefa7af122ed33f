import { redact } from './redact.ts';

/** A value of a document with every text that looks like a secret, by itself or by its name, replaced. */
export function redactValue(value: unknown, name = ''): unknown {
  if (typeof value === 'string') {
    const named = `${name}=`;
    const told = redact(`${named}${value}`);
    return told.startsWith(named) ? told.slice(named.length) : redact(value);
  }
  if (Array.isArray(value)) return value.map((item) => redactValue(item, name));
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, redactValue(inner, key)]));
}
