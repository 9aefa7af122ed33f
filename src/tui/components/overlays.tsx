import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { pad } from '../../domain/base/text/fit.ts';
import { forms } from '../forms.ts';
import { keymap, reasonAgainst } from '../keymap.ts';
import { paletteEntries } from '../palette-entries.ts';
import type { Overlay, State } from '../state.ts';
import { useTheme } from '../theme-context.ts';
import { windowOf } from './columns.ts';
import { OverlayBox } from './overlay-box.tsx';
import { ScrolledText } from './scrolled-text.tsx';

type Size = { width: number; height: number };
type Of<T extends Overlay['type']> = Extract<Overlay, { type: T }>;

/** Every key, by group, with why one cannot be used now. */
export function Help({
  state,
  overlay,
  width,
  height,
}: { state: State; overlay: Of<'help'> } & Size): ReactNode {
  const groups = [...new Set(keymap.map(({ group }) => group))];
  const text = groups
    .map((group) => {
      const lines = keymap
        .filter((one) => one.group === group)
        .map((binding) => {
          const { keys, description, screens } = binding;
          const where = screens ? ` (${screens.join(', ')})` : '';
          const reason = reasonAgainst(binding, state);
          return `  ${pad(keys.join(', '), 18)}${description}${where}${reason === undefined ? '' : ` [not now: ${reason}]`}`;
        });
      return [group, ...lines].join('\n');
    })
    .join('\n');
  return (
    <OverlayBox title="Keys" hint="j k move, esc closes">
      <ScrolledText text={text} scroll={overlay.scroll} width={width - 4} height={height - 4} />
    </OverlayBox>
  );
}

/** Commands by name; one that cannot be used now says why. */
export function Palette({
  state,
  overlay,
  width,
  height,
}: { state: State; overlay: Of<'palette'> } & Size): ReactNode {
  const { marker } = useTheme();
  const entries = paletteEntries(state, overlay.query);
  const { from, to } = windowOf(overlay.cursor, entries.length, height - 5);
  return (
    <OverlayBox title={`: ${overlay.query}▏`} hint="type to find, enter runs, esc closes">
      {entries.length === 0 && <Text dimColor>no such command</Text>}
      {entries.slice(from, to).map(({ command, description, keys, reason }, index) => {
        const selected = from + index === overlay.cursor;
        const line = `${selected ? marker : ' '} ${pad(description, 32)} ${keys[0]}${reason === undefined ? '' : `  [not now: ${reason}]`}`;
        return (
          <Text key={command} inverse={selected} dimColor={reason !== undefined} wrap="truncate">
            {pad(line, width - 4)}
          </Text>
        );
      })}
    </OverlayBox>
  );
}

/** A question before anything is written, with what will be recorded. */
export function Confirm({ overlay }: { overlay: Of<'confirm'> }): ReactNode {
  return (
    <OverlayBox title={overlay.question} hint="enter: yes   esc: no">
      <Text>This will be recorded in the history:</Text>
      {overlay.records.map((record) => (
        <Text key={record}>{`  ${cleanLine(record)}`}</Text>
      ))}
    </OverlayBox>
  );
}

/** A form; what was refused stays typed, with the reason. */
export function Form({ overlay }: { overlay: Of<'form'> }): ReactNode {
  const { marker, warning } = useTheme();
  return (
    <OverlayBox
      title={forms[overlay.form].title(overlay.subject)}
      hint="tab: other field   enter: next   esc: leave"
    >
      {overlay.fields.map(({ label, value }, index) => (
        <Box key={label}>
          <Text
            bold={index === overlay.active}
          >{`${index === overlay.active ? marker : ' '} ${pad(label, 20)}`}</Text>
          <Text wrap="truncate">{`${value}${index === overlay.active ? '▏' : ''}`}</Text>
        </Box>
      ))}
      {overlay.refusal !== undefined && <Text {...warning}>{overlay.refusal}</Text>}
    </OverlayBox>
  );
}
