import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { pad } from '../../../domain/base/text/fit.ts';
import { windowOf } from '../../components/columns.ts';
import { ScrolledText } from '../../components/scrolled-text.tsx';
import { scrolledPlace } from '../../components/text.ts';
import { useTheme } from '../look/theme.ts';
import type { Registry } from '../screen.ts';
import type { Field, Overlay, State } from '../state.ts';
import { isChosen, offeredChoices } from './choices.ts';
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
      return <Form overlay={overlay} height={size.height} />;
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
  const size = helpSize({ rows: height, columns: width });
  const text = helpText(registry, state);
  const place = scrolledPlace(text, overlay.scroll, size);
  return (
    <OverlayBox title="Keys" hint={`${place}   j k g G move, esc closes`.trimStart()}>
      <ScrolledText text={text} scroll={overlay.scroll} size={size} />
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
function Confirm({
  overlay: { question, records, writes = [], follows = [] },
}: {
  overlay: Of<'confirm'>;
}): ReactNode {
  const lines = (texts: readonly string[]) =>
    texts.map((text) => <Text key={text}>{`  ${cleanLine(text)}`}</Text>);
  return (
    <OverlayBox title={cleanLine(question)} hint="enter: yes   esc: no">
      {writes.length > 0 && <Text>This will be written:</Text>}
      {lines(writes)}
      <Text>
        {records.length > 0 ? 'This will be recorded in the history:' : 'Nothing is recorded in the history.'}
      </Text>
      {lines(records)}
      {follows.length > 0 && <Text>This changes with it:</Text>}
      {follows.map((text) => (
        <Text key={text} wrap="truncate">{`  ${cleanLine(text)}`}</Text>
      ))}
    </OverlayBox>
  );
}

/** A form; what was refused stays typed, with the reason. */
function Form({ overlay, height }: { overlay: Of<'form'>; height: number }): ReactNode {
  const { marker, warning } = useTheme();
  const { fields, active, refusal } = overlay;
  // The box, its title and its hint take four lines, a refusal two.
  const room = Math.max(2, height - fields.length - (refusal === undefined ? 4 : 6));
  const hint = fields[active]?.choices
    ? `arrows: choose${fields[active]?.many ? ', space: mark' : ''}   tab: other field   enter: next   esc: leave`
    : 'tab: other field   enter: next   esc: leave';
  return (
    <OverlayBox title={cleanLine(overlay.title)} hint={hint}>
      {fields.map((field, index) => {
        const isActive = index === active;
        return (
          <Box key={field.label} flexDirection="column">
            <Box>
              <Text bold={isActive}>{`${isActive ? marker : ' '} ${pad(field.label, 20)}`}</Text>
              <Text
                wrap={isActive ? 'truncate-start' : 'truncate'}
              >{`${field.value}${isActive ? '▏' : ''}`}</Text>
            </Box>
            {isActive && <Choices field={field} room={room} />}
          </Box>
        );
      })}
      {refusal !== undefined && <Text {...warning}>{refusal}</Text>}
    </OverlayBox>
  );
}

/** What can be chosen in a field, as far as there is room. */
function Choices({ field, room }: { field: Field; room: number }): ReactNode {
  const { marker } = useTheme();
  const offered = offeredChoices(field);
  const chosen = offered.findIndex((one) => isChosen(field, one));
  const cursor = field.many ? field.at : chosen;
  const { from, to } = windowOf(Math.max(0, cursor ?? 0), offered.length, room);
  return offered.slice(from, to).map((choice, index) => {
    const isHere = from + index === cursor;
    const mark = field.many ? (isChosen(field, choice) ? '[x] ' : '[ ] ') : '';
    return (
      <Text key={choice} inverse={isHere} wrap="truncate">
        {`    ${isHere ? marker : ' '} ${mark}${cleanLine(choice)}`}
      </Text>
    );
  });
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
