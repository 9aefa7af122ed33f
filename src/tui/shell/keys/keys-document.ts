import type { Registry } from '../screen.ts';
import { typingKeys } from './typing-keys.ts';

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
  const typing = Object.entries(typingKeys).map(([heading, keys]) => {
    const rows = keys.map(
      (one) => `| ${one.keys.map((key) => `\`${key}\``).join(' ')} | ${one.description} |`,
    );
    return [`## ${heading}`, '', '| keys | what they do |', '|---|---|', ...rows, ''].join('\n');
  });
  return [
    '# Keys',
    '',
    'This page is made from the keymap by `npm run generate`. `?` shows the same in the cockpit, and `:` finds',
    'commands, screens, phases, items, checks, people, artifacts, runbooks, plugins, sources and entries of the history',
    'by a few letters of their names. A key that cannot be used now says why.',
    '',
    ...sections,
    ...typing,
  ].join('\n');
}
