// The first Intl.Segmenter of a process loads the rules of Unicode, which takes a third of the time in which Node starts;
// packages make one when they are loaded. The bundle gets this in its place: most texts need no rules.

/**
 * Texts whose characters never join: printable ASCII, control characters but for CR, which joins LF, Latin with its marks,
 * and the dashes, quotes, arrows, lines and glyphs that our own output uses.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches them on purpose
export const oneEach = /^[\u0000-\u000c\u000e-~¡-¬®-ſ‐-‧‹›←-⇿─-▟■-◼✓-✘]*$/u;

class Segments {
  #text;

  constructor(text) {
    this.#text = text;
  }

  containing(at = 0) {
    const index = Math.trunc(at) || 0;
    return index < 0 || index >= this.#text.length ? undefined : this.#segment(index);
  }

  *[Symbol.iterator]() {
    for (let index = 0; index < this.#text.length; index++) yield this.#segment(index);
  }

  #segment(index) {
    return { segment: this.#text[index], index, input: this.#text };
  }
}

/** Takes the place of `Intl.Segmenter` for graphemes. */
export class LazySegmenter {
  #given;
  #whole;

  constructor(...given) {
    this.#given = given;
  }

  segment(text) {
    const segmented = String(text);
    if (oneEach.test(segmented)) return new Segments(segmented);
    // Under another name than the one that is replaced.
    const { Segmenter } = globalThis.Intl;
    this.#whole ??= new Segmenter(...this.#given);
    return this.#whole.segment(segmented);
  }
}
