import canonicalize from 'canonicalize';

/**
 * Canonical JSON of a value (RFC 8785). Throws on NaN, infinity, cycles and lone surrogates, and on a value without a
 * JSON form.
 */
export function canonicalJson(value: unknown): string {
  const sorted = sortMembers(value, 0);
  // JSON.stringify writes texts and numbers as RFC 8785 asks, and is fast; only the order of members differs.
  const text = sorted === unusual ? canonicalize(value) : JSON.stringify(sorted);
  if (text === undefined) throw new TypeError('a value without a JSON form cannot be recorded');
  return text;
}

/** Stands for a value that is left to the library. */
const unusual = Symbol('unusual');
const deepest = 200;

/** The same value with the members of its objects in order. */
function sortMembers(value: unknown, depth: number): unknown {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? value : unusual;
    case 'number':
      return Number.isFinite(value) ? value : unusual;
    case 'boolean':
    case 'undefined':
      return value;
    case 'object':
      if (value === null) return null;
      if (depth > deepest || 'toJSON' in value) return unusual;
      return Array.isArray(value) ? sortEach(value, depth) : sortObject(value, depth);
    default:
      return unusual;
  }
}

function sortEach(values: readonly unknown[], depth: number): unknown {
  const sorted: unknown[] = [];
  for (const value of values) {
    const one = sortMembers(value, depth + 1);
    if (one === unusual) return unusual;
    sorted.push(one);
  }
  return sorted;
}

// JavaScript puts names that are numbers before all others, and `__proto__` would set the prototype.
const isOutOfOrder = (name: string) => (name >= '0' && name < ':') || name === '__proto__';

function sortObject(value: object, depth: number): unknown {
  const members = value as Readonly<Record<string, unknown>>;
  const sorted: Record<string, unknown> = {};
  for (const name of Object.keys(members).sort()) {
    const member = sortMembers(members[name], depth + 1);
    if (member === unusual || isOutOfOrder(name) || !name.isWellFormed()) return unusual;
    sorted[name] = member;
  }
  return sorted;
}
