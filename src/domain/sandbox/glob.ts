/**
 * The pattern of a deny glob. `**` stands for any folders, `*` and `?` stay inside of one name. A last part
 * without folders matches at any depth below the folder it follows: `deep/*.env` denies `deep/er/y.env`
 * (seen on 0.139.0).
 */
export function globToRegExp(glob: string): RegExp {
  const parts = glob.split('/');
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  const folder = parts.slice(0, first).map((part) => `${part}/`);
  const rest = parts.slice(first).join('/');
  const anyDepth = rest.includes('/') ? '' : '(?:.*/)?';
  return new RegExp(`^${escapePattern(folder.join(''))}${anyDepth}${patternOf(rest)}$`);
}

/**
 * A path that a glob matches, to put a canary at: `**\/*.env` gives `deep/canary.env`.
 *
 * @param down how many folders stand for `**`
 */
export function exampleOfGlob(glob: string, down = 1): string {
  return glob
    .replaceAll('**/', 'deep/'.repeat(down))
    .replace(/\*+/g, 'canary')
    .replaceAll('?', 'c')
    .replace(/\[(.)[^\]]*\]/g, '$1');
}

/** How many names a path has below the folder that a glob is looked for in. */
export function depthBelow(glob: string, path: string): number {
  const parts = glob.split('/');
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  return path.split('/').length - first;
}

function patternOf(glob: string): string {
  return glob.replace(/\*\*\/|\*+|\?|\[[^\]]*\]|[^*?[]+|\[/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part.startsWith('*')) return part === '*' ? '[^/]*' : '.*';
    if (part === '?') return '[^/]';
    return part.startsWith('[') && part.endsWith(']') ? part : escapePattern(part);
  });
}

const escapePattern = (text: string) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
