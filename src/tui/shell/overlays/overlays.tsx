import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { pad } from '../../../domain/base/text/fit.ts';
import { windowOf } from '../../components/columns.ts';
import { ScrolledText } from '../../components/scrolled-text.tsx';
import { useTheme } from '../look/theme.ts';
import type { Registry } from '../screen.ts';
import type { Overlay, State } from '../state.ts';
import { helpSize, helpText } from './help.ts';
import { paletteEntries } from './palette-entries.ts';

type Size = { width: number; height: number };
type Of<T extends Overlay['type']> = Extract<Overlay, { type: T }>;

/** What lies over the screen and takes the keys; undefined when the screen itself is seen. */
export function overlayView(registry: Registry, state: State, size: Size): ReactNode | undefined {
  const { overlay } = state;
  switch (overlay?.type) {
    case 'help':
      return <Help registry={registry} state={state} overlay={overlay} {...size} />;
    case 'palette':
      return <Palette registry={registry} state={state} overlay={overlay} {...size} />;
    case 'confirm':
      return <Confirm overlay={overlay} />;
    case 'form':
      return <Form overlay={overlay} />;
    default:
      return undefined;
  }
}

/** Every key, by group, with why one cannot be used now. */
function Help({
  registry,
  state,
  overlay,
  width,
  height,
}: { registry: Registry; state: State; overlay: Of<'help'> } & Size): ReactNode {
  const { rows, columns } = helpSize({ rows: height, columns: width });
  return (
    <OverlayBox title="Keys" hint="j k g G move, esc closes">
      <ScrolledText text={helpText(registry, state)} scroll={overlay.scroll} width={columns} height={rows} />
    </OverlayBox>
  );
}

/** Commands by name; one that cannot be used now says why. */
function Palette({
  registry,
  state,
  overlay,
  width,
  height,
}: { registry: Registry; state: State; overlay: Of<'palette'> } & Size): ReactNode {
  const { marker } = useTheme();
  const entries = paletteEntries(registry, state, overlay.query);
  const { from, to } = windowOf(overlay.cursor, entries.length, height - 5);
  return (
    <OverlayBox title={`: ${overlay.query}▏`} hint="type to find, enter runs, esc closes">
      {entries.length === 0 && <Text dimColor>no such command</Text>}
      {entries.slice(from, to).map(({ binding: { command, description, keys }, reason }, index) => {
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
function Confirm({ overlay }: { overlay: Of<'confirm'> }): ReactNode {
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
function Form({ overlay }: { overlay: Of<'form'> }): ReactNode {
  const { marker, warning } = useTheme();
  return (
    <OverlayBox title={cleanLine(overlay.title)} hint="tab: other field   enter: next   esc: leave">
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

/** A titled box that stands in place of the screen while it takes the keys. */
function OverlayBox({
  title,
  hint,
  children,
}: {
  title: string;
  hint: string;
  children: ReactNode;
}): ReactNode {
  const { accent } = useTheme();
  return (
    <Box flexDirection="column" borderStyle="round" paddingX={1}>
      <Text bold {...accent}>
        {title}
      </Text>
      {children}
      <Text dimColor>{hint}</Text>
    </Box>
  );
}
