import { nearestOrAll } from '../../../domain/base/text/suggest.ts';
import { fuzzyFind } from '../palette/fuzzy.ts';
import type { Field } from '../state.ts';
import { editLine, type Line, lineOf, type Typed } from './line.ts';

/** The single values of a field that takes several. */
export function chosenOf(value: string): readonly string[] {
  return value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** Whether the value is picked from the choices, so that what is typed only finds one. */
export function isPicked({ choices, pick, many }: Field): boolean {
  return choices !== undefined && choices.length > 0 && (pick === true || many === true);
}

/** What is typed in a field: its value, or what finds a choice. */
export function typedOf(field: Field): Line {
  const text = isPicked(field) ? (field.find ?? '') : field.value;
  return lineOf(text, field.caret);
}

/** The choices that a field offers: all, or those that fit what was typed, best first. Suggestions are never none. */
export function offeredChoices(field: Field): readonly string[] {
  const { choices = [], notes = {}, value } = field;
  // A value that was chosen among suggestions does not hide the others.
  if (!isPicked(field) && choices.includes(value)) return choices;
  const named = choices.map((name) => ({ name, words: notes[name] ?? '' }));
  const found = fuzzyFind(named, typedOf(field).text).map(({ name }) => name);
  return isPicked(field) || found.length > 0 ? found : choices;
}

/** Whether a choice is chosen. */
export function isChosen({ value, many }: Field, choice: string): boolean {
  return many ? chosenOf(value).includes(choice) : value.trim() === choice;
}

/** Place of the choice that would be taken, among those offered; undefined when there is none. */
export function placeOfChoice(field: Field): number | undefined {
  const offered = offeredChoices(field);
  if (field.at !== undefined) return Math.min(field.at, offered.length - 1);
  if (isPicked(field) && field.find) return offered.length > 0 ? 0 : undefined;
  const chosen = field.many ? -1 : offered.findIndex((one) => isChosen(field, one));
  return chosen < 0 ? undefined : chosen;
}

/** Goes on to the next or previous choice, round the end. Where only one can be chosen, that chooses it. */
export function goThroughChoices(field: Field, by: 1 | -1): Field {
  const offered = offeredChoices(field);
  if (offered.length === 0) return field;
  const now = placeOfChoice(field);
  // What was typed points at its best choice, so that the first press is a step from it.
  const first = by === 1 ? 0 : offered.length - 1;
  const at = now === undefined ? first : (now + by + offered.length) % offered.length;
  if (field.many) return { ...field, at };
  const chosen = { ...field, value: offered[at] ?? field.value, caret: undefined };
  return isPicked(field) ? { ...chosen, caret: field.caret, at } : chosen;
}

/** What a key makes of a field; undefined when it is not a key of the field. */
export function typeInField(field: Field, typed: Typed): Field | undefined {
  if (!isPicked(field)) return typeValue(field, typed);
  const { find = '' } = field;
  if (field.many) {
    if (typed.text.length > 1) return pickAll(field, typed.text);
    if (typed.text === ',') return settled(field);
    // A name may have several words: only a choice that was gone to is marked by a blank.
    if (typed.text === ' ' && field.at !== undefined) return toggleChoice(field);
  }
  if (find === '' && (typed.key === 'backspace' || typed.key === 'ctrl-u')) return takeBack(field, typed.key);
  const line = editLine(typedOf(field), typed);
  if (!line) return undefined;
  // Blanks alone find nothing.
  return {
    ...field,
    find: line.text.trimStart(),
    caret: line.text.trimStart() === line.text ? line.caret : undefined,
    at: undefined,
  };
}

function typeValue(field: Field, typed: Typed): Field | undefined {
  const line = editLine(typedOf(field), typed);
  return line && { ...field, value: line.text, caret: line.caret, at: undefined };
}

function takeBack(field: Field, key: 'backspace' | 'ctrl-u'): Field {
  const left = field.many && key === 'backspace' ? chosenOf(field.value).slice(0, -1).join(', ') : '';
  return { ...field, value: left, at: undefined, caret: undefined };
}

/** Chooses the choice that is pointed at, or takes it back. Others keep their order. */
function toggleChoice(field: Field): Field {
  const choice = offeredChoices(field)[placeOfChoice(field) ?? -1];
  if (choice === undefined) return field;
  const chosen = chosenOf(field.value);
  const left = isChosen(field, choice) ? chosen.filter((one) => one !== choice) : [...chosen, choice];
  const at = field.choices?.indexOf(choice);
  return { ...field, value: left.join(', '), find: '', caret: undefined, at };
}

/** Names of choices that were pasted, one a line or with commas. One that is none stays typed, with those after it. */
function pickAll(field: Field, text: string): Field {
  const [first, ...others] = `${field.find ?? ''}${text}`.split(/[,\n]/).map((one) => one.trim());
  const found = settled({ ...field, find: first ?? '', at: undefined });
  if (found.find) return { ...found, find: [first, ...others].join(', '), caret: undefined };
  return others.length === 0 ? found : pickAll(found, others.join(','));
}

/** The field when it is left: what was typed to find a choice is that choice, if there is one. */
export function settled(field: Field): Field {
  if (!isPicked(field) || !field.find) return field.at === undefined ? field : { ...field, at: undefined };
  const choice = offeredChoices(field)[placeOfChoice(field) ?? -1];
  if (choice === undefined) return field;
  const chosen = chosenOf(field.value);
  const value = field.many ? [...new Set([...chosen, choice])].join(', ') : choice;
  return { ...field, value, find: '', caret: undefined, at: undefined };
}

/** Why what was typed to find a choice is none; undefined when nothing was typed, or it finds one. */
export function whyNoChoice(field: Field): string | undefined {
  const { find = '', choices = [] } = field;
  return find === '' || !isPicked(field) || offeredChoices(field).length > 0
    ? undefined
    : `"${find}" is no choice. ${nearestOrAll(find, choices)}`;
}

/** Why the form cannot be submitted with this field; undefined when it can as far as the field alone shows. */
export function whyNotReady(field: Field): string | undefined {
  return whyNoChoice(field) ?? (field.value.trim() === '' ? field.required : undefined);
}
