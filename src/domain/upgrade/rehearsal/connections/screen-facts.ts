import { clean, cleanLine } from '../../../base/text/clean.ts';
import type { Fact } from '../observation.ts';

/**
 * What the screens of a CLI ask when they are opened: `Try new model / Use existing model`. Their other texts are no facts,
 * because tips are chosen anew at each start (docs/codex-facts.md, "Screens in a terminal").
 *
 * @param shown what was written to the terminal, with its control sequences
 */
export function screenFacts(shown: string, where: string): readonly Fact[] {
  const choices = choicesIn(linesOf(shown));
  const value = choices.length === 0 ? 'nothing' : choices.map(cleanLine).join(' / ');
  return [{ key: 'question of the screens', where, value, ofTeam: true }];
}

/** The choices of the last question: numbered lines, one of them marked. */
function choicesIn(lines: readonly string[]): readonly string[] {
  const first = lines.findLastIndex((line) => /^› ?1\. \S/.test(line));
  if (first < 0) return [];
  const numbered = lines.slice(first).map((line) => /^(?:› ?)?(\d)\. (.*)$/.exec(line));
  const end = numbered.findIndex((match, place) => match?.[1] !== String(place + 1));
  return numbered.slice(0, end < 0 ? undefined : end).map((match) => match?.[2] ?? '');
}

/** Rows as they were written: a move within the row is a space, any other begins a row. */
function linesOf(shown: string): readonly string[] {
  let row = '';
  const moved = shown.replaceAll(moves, (_, to: string) => {
    const isSame = to === row;
    row = to;
    return isSame ? ' ' : '\n';
  });
  return clean(moved)
    .split(/[\r\n]+/)
    .map((line) => line.replaceAll(/ +/g, ' ').trim())
    .filter((line) => line !== '');
}

/** A move of the cursor to a row and a column: ESC [ row ; column H. */
const moves = /\p{Cc}\[(\d*)(?:;\d*)?[Hf]/gu;
