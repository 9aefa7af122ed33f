import { isFound, isHeading, jump } from '../../components/text.ts';
import { type Binding, shownScreen } from '../../shell/screen.ts';
import { cursorOf, type State } from '../../shell/state.ts';
import { runbookRows } from './rows.ts';

const openText = (state: State) => runbookRows(state)[cursorOf(state, 'runbooks')]?.text ?? '';

const withoutRunbook = (state: State) => (state.detail?.of === 'row' ? undefined : 'no runbook is open');

/** Moving about in an open runbook. */
export const readerKeys: readonly Binding[] = [
  {
    command: 'next-heading',
    keys: ['}'],
    description: 'next heading of the open runbook',
    footer: 'heading',
    disabled: withoutRunbook,
    press: (state) => [jump(state, openText(state), { fits: isHeading })],
  },
  {
    command: 'previous-heading',
    keys: ['{'],
    description: 'previous heading of the open runbook',
    disabled: withoutRunbook,
    press: (state) => [jump(state, openText(state), { fits: isHeading, to: 'before' })],
  },
  {
    command: 'next-match',
    keys: ['n'],
    description: 'next place of what is looked for in the open text',
    alsoOn: ['history', 'plugins', 'sandbox', 'policy'],
    footer: 'next match',
    disabled: (state) => {
      if (!state.detail) return 'no text is open';
      return state.search === '' ? 'nothing is looked for; press /' : undefined;
    },
    press: (state, registry) => {
      const text = shownScreen(registry, state).detail(state) ?? '';
      return [jump(state, text, { fits: (line) => isFound(line, state.search) })];
    },
  },
];
