/** Every word of the filter must occur; a word after `!` must not. Case does not count. */
export function matches(text: string, filter: string): boolean {
  const haystack = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '!')
    .every((word) => (word.startsWith('!') ? !haystack.includes(word.slice(1)) : haystack.includes(word)));
}
