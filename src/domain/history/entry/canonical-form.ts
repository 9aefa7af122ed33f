import { canonicalJson } from '../../base/canonical-json.ts';

/** Whether a text is the canonical JSON (RFC 8785) of what it says: one spelling, each member once and in order. */
export function isCanonical(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text)) === text;
  } catch {
    return false;
  }
}

/**
 * Asks the same of a million bodies, most of which have the members of the one before. What was found canonical once
 * becomes a pattern: the same members in the same order, with other texts and whole numbers. A body that fits is
 * canonical too, and matching it takes a fraction of parsing and writing it again.
 */
export class CanonicalForms {
  readonly #known = new Map<string, { parsed: number; patterns: readonly RegExp[] }>();
  readonly #patternsFrom: number;
  #origin = '';

  /** @param patternsFrom with which parsed body of a kind patterns begin: a few are parsed sooner than a pattern is made */
  constructor(patternsFrom = 200) {
    this.#patternsFrom = patternsFrom;
  }

  /** @param origin that of an entry, which is mostly that of the entry before */
  isCanonicalOrigin(origin: string): boolean {
    if (origin === this.#origin) return true;
    if (!this.isCanonical('origin', origin)) return false;
    this.#origin = origin;
    return true;
  }

  /** @param kind bodies of one kind look alike */
  isCanonical(kind: string, body: string): boolean {
    const { parsed, patterns } = this.#known.get(kind) ?? { parsed: 0, patterns: [] };
    if (patterns.some((pattern) => pattern.test(body))) return true;
    if (!isCanonical(body)) return false;
    const isKept = parsed + 1 >= this.#patternsFrom && body.length <= longestForm;
    this.#known.set(kind, {
      parsed: parsed + 1,
      patterns: isKept ? [patternOf(body), ...patterns].slice(0, formsKept) : patterns,
    });
    return true;
  }
}

const formsKept = 4;
const longestForm = 4096;

// A text and a whole number as RFC 8785 §3.2.2 writes them. Other numbers are in a pattern as they are. Characters that
// need no second look come in runs, which takes two thirds of the time that choosing at each one takes.
const plain = String.raw`[ !#-[\]-\ud7ff\ue000-\uffff]*`;
const pairOrEscape = String.raw`[\ud800-\udbff][\udc00-\udfff]|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f])`;
const text = `"${plain}(?:(?:${pairOrEscape})${plain})*"`;
const wholeNumber = String.raw`(?:0|-?[1-9]\d{0,14})`;
const isWholeNumber = new RegExp(`^${wholeNumber}$`);
const token = new RegExp(String.raw`(?<quoted>${text}(?<colon>:?))|-?\d[\d.eE+-]*|[^"]`, 'g');

/** What fits every body with the same members. The body is canonical. */
function patternOf(body: string): RegExp {
  const parts = Array.from(body.matchAll(token), ([found, quoted, colon]) => {
    if (quoted !== undefined && colon === '') return text;
    return isWholeNumber.test(found) ? wholeNumber : found.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
