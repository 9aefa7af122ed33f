import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import { clean, cleanLine } from '../../../domain/base/text/clean.ts';
import { fitLine, pad } from '../../../domain/base/text/fit.ts';
import { windowOf } from '../../components/columns.ts';
import { Quiet } from '../../components/quiet.tsx';
import { wrapText } from '../../components/text.ts';
import { useTheme } from '../look/theme.ts';
import { OverlayBox } from '../overlays/box.tsx';
import type { Field, FormOverlay } from '../state.ts';
import { isChosen, isPicked, offeredChoices, placeOfChoice, typedOf } from './choices.ts';
import { windowOfLine } from './line.ts';

type Size = { width: number; height: number };

/** A form; what was refused stays typed, with the reason at its field. It scrolls to the field that is filled. */
export function Form({ form, width, height }: { form: FormOverlay } & Size): ReactNode {
  const { warning } = useTheme();
  const { fields, active, refusal, refused, restored } = form;
  const inner = width - 4;
  const longest = Math.max(...fields.map(({ label }) => stringWidth(label)));
  const labelWidth = Math.min(Math.floor(inner * 0.4), longest);
  const told =
    refusal === undefined ? [] : wrapText(refusal, inner - 2).slice(0, Math.max(1, Math.floor(height / 4)));
  const { from, to, choices } = layOut(form, height, told.length);
  const isCut = to - from < fields.length;
  const notes = [
    ...(isCut ? [`field ${active + 1} of ${fields.length}`] : []),
    ...(restored ? ['as you left it; ctrl-r begins again'] : []),
    ...(fields.some(({ required }) => required !== undefined) ? ['* required'] : []),
  ];
  const said = told.map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines of one text are their places
    <Text key={index} {...warning} wrap="truncate">{`  ${line}`}</Text>
  ));
  return (
    <OverlayBox title={[cleanLine(form.title), ...notes].join('  ·  ')} hint={hintOf(fields[active])}>
      {fields.slice(from, to).map((field, index) => {
        const place = from + index;
        return (
          <Box key={field.label} flexDirection="column">
            <Row field={field} isActive={place === active} labelWidth={labelWidth} width={inner} />
            {place === refused && said}
            {place === active && <Choices field={field} room={choices} width={inner} />}
          </Box>
        );
      })}
      {refused === undefined && said}
    </OverlayBox>
  );
}

/** Which fields are shown, and how many choices: as many fields as there is room for beside three choices. */
function layOut(
  { fields, active }: FormOverlay,
  height: number,
  told: number,
): { from: number; to: number; choices: number } {
  // The box takes two lines, its title and its hint one each.
  const room = Math.max(1, height - 4 - told);
  const field = fields[active];
  const offered = field?.choices ? Math.max(1, offeredChoices(field).length) : 0;
  const choices = Math.min(offered, Math.max(Math.min(3, room - 1), room - fields.length));
  return { ...windowOf(active, fields.length, Math.max(1, room - choices)), choices };
}

function hintOf(field: Field | undefined): string {
  const move = ['enter: next', 'tab: other', 'esc: leave'];
  if (!field?.choices?.length) return move.join('  ');
  const mark = field.many ? ['space: mark'] : [];
  return ['arrows: choose', ...mark, isPicked(field) ? 'type: find' : 'type: another', ...move].join('  ');
}

/** A field in one line: what is required is marked, and the cursor is shown in what is typed. */
function Row({
  field,
  isActive,
  labelWidth,
  width,
}: {
  field: Field;
  isActive: boolean;
  labelWidth: number;
  width: number;
}): ReactNode {
  const { marker } = useTheme();
  const mark = field.required === undefined ? ' ' : '*';
  const label = `${isActive ? marker : ' '} ${pad(field.label, labelWidth)} ${mark}`;
  const room = Math.max(1, width - stringWidth(label) - 1);
  return (
    <Box>
      <Text bold={isActive} wrap="truncate">{`${label} `}</Text>
      <Text wrap="truncate">{isActive ? typing(field, room) : fitLine(cleanLine(shownOf(field)), room)}</Text>
    </Box>
  );
}

/** What a field shows: its value, and what is typed to find a further one. */
function shownOf(field: Field): string {
  const { find = '', value, many } = field;
  if (!isPicked(field) || find === '') return value;
  return many && value !== '' ? `${value}, ${find}` : find;
}

function typing(field: Field, room: number): string {
  const text = shownOf(field);
  const typed = typedOf(field);
  // What is typed stands at the end of what is shown.
  const caret = text.length - typed.text.length + typed.caret;
  // What is typed is clean already; what a field begins with may come from elsewhere.
  const safe = clean(text);
  const { before, after } = windowOfLine(
    safe === text ? { text, caret } : { text: safe, caret: safe.length },
    room,
  );
  return `${before}▏${after}`;
}

/** What can be chosen in a field, as far as there is room. */
function Choices({ field, room, width }: { field: Field; room: number; width: number }): ReactNode {
  const { marker } = useTheme();
  const offered = offeredChoices(field);
  const cursor = placeOfChoice(field);
  const { from, to } = windowOf(Math.max(0, cursor ?? 0), offered.length, room);
  if (field.choices?.length && offered.length === 0)
    return <Quiet>{isPicked(field) ? '      nothing is called like this' : '      '}</Quiet>;
  return offered.slice(from, to).map((choice, index) => {
    const isHere = from + index === cursor;
    const mark = field.many ? (isChosen(field, choice) ? '[x] ' : '[ ] ') : '';
    const note = field.notes?.[choice];
    const line = [choice, ...(note === undefined || note === '' ? [] : [note])].map(cleanLine).join('  ');
    return (
      <Text key={choice} inverse={isHere} wrap="truncate">
        {fitLine(`    ${isHere ? marker : ' '} ${mark}${line}`, width)}
      </Text>
    );
  });
}
