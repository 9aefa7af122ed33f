/** What a line of a text is, where it is worth a colour. */
export type LineKind = 'heading' | 'added' | 'removed' | 'hunk' | undefined;

/**
 * What each line of a text is. A difference begins at its two lines of names, `---` and `+++`, or at `@@`, and goes on
 * while lines begin as those of a unified diff do; so a list in Markdown is none. A heading is one of Markdown, or a
 * line without an indent between an empty line and indented ones.
 */
export function lineKinds(lines: readonly string[]): readonly LineKind[] {
  let diff: string | undefined;
  return lines.map((line, place) => {
    const indent = /^ *(?=--- .*$|@@ )/.exec(line)?.[0];
    const begins =
      indent !== undefined && (/^ *@@ /.test(line) || lines[place + 1]?.startsWith(`${indent}+++ `));
    if (begins && diff === undefined) diff = indent;
    if (diff !== undefined) {
      const own = line.startsWith(diff) ? line.slice(diff.length) : '';
      if (/^(\+\+\+|---) /.test(own)) return 'heading';
      if (own.startsWith('@@')) return 'hunk';
      if (own.startsWith('+')) return 'added';
      if (own.startsWith('-')) return 'removed';
      if (own.startsWith(' ') || own.startsWith('\\')) return undefined;
      diff = undefined;
    }
    if (/^#{1,6} /.test(line)) return 'heading';
    const isAlone = line !== '' && !line.startsWith(' ') && (place === 0 || lines[place - 1] === '');
    return isAlone && lines[place + 1]?.startsWith('  ') ? 'heading' : undefined;
  });
}
