import { pad } from '../../../domain/base/text/fit.ts';
import { lastScroll, wrapText } from '../../components/text.ts';
import { reasonAgainst } from '../keys/keymap.ts';
import { typingKeys } from '../keys/typing-keys.ts';
import type { Registry } from '../screen.ts';
import type { Page, State } from '../state.ts';

/** Every key, by group, with why one cannot be used now. */
export function helpText({ keymap }: Registry, state: State): string {
  const groups = [...new Set(keymap.map(({ group }) => group))];
  const bound = groups.map((group) => {
    const lines = keymap
      .filter((one) => one.group === group)
      .map((binding) => {
        const { keys, description, screens } = binding;
        const where = screens ? ` (${screens.join(', ')})` : '';
        const reason = reasonAgainst(binding, state);
        return `  ${pad(keys.join(', '), 18)}${description}${where}${reason === undefined ? '' : ` [not now: ${reason}]`}`;
      });
    return [group, ...lines].join('\n');
  });
  const typing = Object.entries(typingKeys).map(([heading, lines]) =>
    [heading, ...lines.map((one) => `  ${pad(one.keys.join(', '), 18)}${one.description}`)].join('\n'),
  );
  return [...bound, ...typing].join('\n');
}

/** The size of the text inside the box of the help. */
export function helpSize({ rows, columns }: Page): Page {
  return { rows: rows - 4, columns: columns - 4 };
}

/** The last line that the help can be scrolled to. */
export function lastOfHelp(registry: Registry, state: State): number {
  const { rows, columns } = helpSize(state.page);
  return lastScroll(wrapText(helpText(registry, state), columns).length, rows);
}
