/** What is looked through: a name, a title that is as good as the name, and further words that it is found by. */
type Named = { readonly name: string; readonly title?: string | undefined; readonly words?: string };

/** The name, and all that it is found by, in lower case. */
type Searched = { own: string; title: string | undefined; text: string };

/** They are needed again at each key. */
const searched = new WeakMap<Named, Searched>();

function searchedOf(named: Named): Searched {
  const known = searched.get(named);
  if (known) return known;
  const own = named.name.toLowerCase();
  const title = named.title?.toLowerCase();
  const made = { own, title, text: named.words ? `${own} ${named.words.toLowerCase()}` : own };
  searched.set(named, made);
  return made;
}

const letterOrDigit = /[\p{L}\p{N}]/u;

const isWordStart = (text: string, at: number) =>
  at === 0 || (letterOrDigit.test(text.charAt(at)) && !letterOrDigit.test(text.charAt(at - 1)));

/**
 * How well a name fits what was typed; lower is better, undefined when it does not fit. The whole name is better than
 * its beginning, that is better than beginnings of words, then parts of words, then letters of the name in this order.
 * Every typed word must be found; case does not count.
 */
export function fuzzyRank(named: Named, typed: string): number | undefined {
  const wanted = typed.trim().toLowerCase();
  const { own, title, text } = searchedOf(named);
  if (own === wanted || title === wanted) return 0;
  if (own.startsWith(wanted) || title?.startsWith(wanted)) return 1;
  let rank = 2;
  for (const word of wanted.split(/\s+/)) {
    const cost = wordCost(text, word) ?? lettersCost(own, word);
    if (cost === undefined) return undefined;
    rank += cost;
  }
  return rank;
}

function wordCost(text: string, word: string): number | undefined {
  let at = text.indexOf(word);
  if (at < 0) return undefined;
  for (; at >= 0; at = text.indexOf(word, at + 1)) if (isWordStart(text, at)) return 0;
  return 1;
}

/**
 * What it costs to find the letters of a word in a text, from 2 to 3: a piece at the start of a word costs 1, another
 * one 2. Letters that are scattered over the text, which costs more than a piece for each letter, do not fit.
 */
function lettersCost(text: string, word: string): number | undefined {
  if (!isSubsequence(text, word)) return undefined;
  // For each place of the text: the least cost so far when the last letter was found there.
  let before: Float64Array | undefined;
  let least = 0;
  for (const letter of word.split('')) {
    const costs = new Float64Array(text.length).fill(Number.POSITIVE_INFINITY);
    let best = before ? Number.POSITIVE_INFINITY : 0;
    for (let at = 0; at < text.length; at += 1) {
      if (text[at] === letter) {
        const begun = best + (isWordStart(text, at) ? 1 : 2);
        costs[at] = Math.min(begun, before?.[at - 1] ?? Number.POSITIVE_INFINITY);
      }
      best = Math.min(best, before?.[at] ?? Number.POSITIVE_INFINITY);
    }
    least = costs.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY);
    before = costs;
  }
  const most = Math.max(3, word.length);
  return least <= most ? 2 + least / (most + 1) : undefined;
}

function isSubsequence(text: string, letters: string): boolean {
  let from = 0;
  for (const letter of letters.split('')) {
    const at = text.indexOf(letter, from);
    if (at < 0) return false;
    from = at + 1;
  }
  return true;
}

/** Those that fit what was typed, best first, then the shorter name, then in the given order; all when nothing was typed. */
export function fuzzyFind<T extends Named>(all: readonly T[], typed: string): readonly T[] {
  if (typed.trim() === '') return all;
  const found: { one: T; rank: number }[] = [];
  for (const one of all) {
    const rank = fuzzyRank(one, typed);
    if (rank !== undefined) found.push({ one, rank });
  }
  return found.sort((a, b) => a.rank - b.rank || a.one.name.length - b.one.name.length).map(({ one }) => one);
}
