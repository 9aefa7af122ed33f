import { Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine, pad } from '../../../domain/base/text/fit.ts';
import { windowOf } from '../../components/columns.ts';
import { Quiet } from '../../components/quiet.tsx';
import { windowOfLine } from '../forms/line.ts';
import { useTheme } from '../look/theme.ts';
import { OverlayBox } from '../overlays/box.tsx';
import type { Registry } from '../screen.ts';
import type { Overlay, State } from '../state.ts';
import { type PaletteEntry, paletteEntries } from './entries.ts';

type Props = {
  registry: Registry;
  state: State;
  overlay: Extract<Overlay, { type: 'palette' }>;
  width: number;
  height: number;
};

const kindWidth = 9;
const keyWidth = 5;

/** What was found by its name; what cannot be used now says why. */
export function Palette({ registry, state, overlay, width, height }: Props): ReactNode {
  const { marker, quiet } = useTheme();
  const { query, caret, cursor } = overlay;
  const inner = width - 4;
  const entries = paletteEntries(registry, state, query);
  // The box takes two lines, and the query, the explanation and the hint one each.
  const { from, to } = windowOf(cursor, entries.length, Math.max(1, height - 5));
  const shown = entries.slice(from, to);
  const longest = Math.max(0, ...shown.map(({ name }) => stringWidth(cleanLine(name))));
  // A long name leaves room for what is said after it, which is whole below for the selected one.
  const isFollowed = shown.some(({ about, reason }) => about !== '' || reason() !== undefined);
  const room = inner - kindWidth - keyWidth - 4;
  const labelWidth = Math.min(longest, isFollowed ? Math.floor(room * 0.6) : room);
  const { before, after } = windowOfLine({ text: query, caret }, inner - 2);
  return (
    <OverlayBox
      title={`: ${before}▏${after}`}
      hint={
        query === ''
          ? 'type to find what there is, enter: go there or do it, esc: leave'
          : 'enter: go there or do it, esc: leave'
      }
    >
      {entries.length === 0 && <Quiet>nothing is called like this</Quiet>}
      {shown.map((entry, index) => {
        const isSelected = from + index === cursor;
        const reason = entry.reason();
        const cells = [
          isSelected ? marker : ' ',
          pad(entry.kind, kindWidth),
          pad(cleanLine(entry.name), labelWidth),
          pad(entry.key, keyWidth),
          reason === undefined ? cleanLine(entry.about) : `not now: ${reason}`,
        ];
        return (
          <Text
            key={[entry.screen, entry.kind, entry.name, entry.words].join(' ')}
            inverse={isSelected}
            {...(reason === undefined ? {} : quiet)}
            wrap="truncate"
          >
            {pad(cells.join(' '), inner)}
          </Text>
        );
      })}
      <Quiet wrap="truncate">{fitLine(explain(registry, entries, cursor), inner)}</Quiet>
    </OverlayBox>
  );
}

/** The place in the list, and what the line of the selected entry may have no room for. */
function explain({ screens }: Registry, entries: readonly PaletteEntry[], cursor: number): string {
  const entry = entries[cursor];
  if (!entry) return ' ';
  const title = screens.find(({ id }) => id === entry.screen)?.title ?? entry.screen;
  const reason = entry.reason();
  const place = `${cursor + 1}/${entries.length}  on ${title}`;
  return reason === undefined ? place : `${place}, not now: ${reason}`;
}
