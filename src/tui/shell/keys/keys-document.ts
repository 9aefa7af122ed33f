import type { Registry } from '../screen.ts';

/** The keys of the cockpit as Markdown, for `docs/keys.md`. */
export function keysDocument({ keymap }: Registry): string {
  const groups = [...new Set(keymap.map(({ group }) => group))];
  const sections = groups.map((group) => {
    const rows = keymap
      .filter((one) => one.group === group)
      .map(({ keys, description, screens }) => {
        const where = screens ? screens.map((screen) => `*${screen}*`).join(', ') : 'everywhere';
        return `| ${keys.map((key) => `\`${key}\``).join(' ')} | ${description} | ${where} |`;
      });
    return [`## ${group}`, '', '| keys | what they do | where |', '|---|---|---|', ...rows, ''].join('\n');
  });
  return [
    '# Keys',
    '',
    'This page is made from the keymap by `npm run generate`. `?` shows the same in the cockpit, and `:` finds a',
    'command by its name. A key that cannot be used now says why.',
    '',
    ...sections,
  ].join('\n');
}
