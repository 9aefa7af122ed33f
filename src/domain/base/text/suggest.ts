import leven from 'leven';

/** The candidate nearest to a mistyped word, or undefined when none is near enough to be meant. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  // Two letters swapped count as two changes, so a word of four needs a reach of two.
  const reach = Math.ceil(word.length * 0.4);
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = leven(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= reach && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** `; did you mean "filesystem"?` after an unknown name, or nothing when no known name is near. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const near = suggest(name, known);
  return near === undefined ? '' : `; did you mean "${near}"?`;
}

/** The same as a sentence of its own, for a remedy; every known name when none is near. */
export function nearestOrAll(name: string, known: readonly string[]): string {
  const near = suggest(name, known);
  return near === undefined ? `There are ${known.join(', ')}.` : `Did you mean "${near}"?`;
}
