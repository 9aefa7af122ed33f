/** Edges, bars and signs beside words, which a screen reader would spell out. */
const signs = /[─━│╭╮╰╯█░▏▁▂▃▄▅▆▇✔✘▲○●☞◇▶▸]/g;

/** A text for a screen reader: without what only looks like something. Control sequences stay as they are. */
export function toSpoken(text: string): string {
  return text
    .replaceAll(' │ ', ', ')
    .replaceAll(' › ', ', ')
    .replace(signs, '')
    .replace(/(?<=\S)[ ]{2,}/g, '  ');
}
