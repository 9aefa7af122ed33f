// string-width builds a segmenter and tables of emoji when it is loaded, which takes as long as starting Node. The
// bundle gets this in its place: most texts need neither.

/**
 * Texts whose characters all take up one cell and never join: printable ASCII, Latin with its marks, and the dashes,
 * quotes, arrows, lines and glyphs that our own output uses.
 */
export const oneCellEach = /^[ -~¡-¬®-ſ‐-‧‹›←-⇿─-▟■-◼✓-✘]*$/u;

// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches them on purpose
const style = /\u001b\[[\d;]*m/g;

export default function stringWidth(text, options) {
  // Colours and styles take up no cell.
  const shown = options?.countAnsiEscapeCodes ? text : text.replaceAll(style, '');
  if (oneCellEach.test(shown)) return shown.length;
  return require('../node_modules/string-width/index.js').default(text, options);
}
