import type { Field } from '../state.ts';

/** The single values of a field that takes several. */
export function chosenOf(value: string): readonly string[] {
  return value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** The choices that a field offers: all, or those with what was typed in them. */
export function offeredChoices({ choices = [], value, many }: Field): readonly string[] {
  const typed = value.trim().toLowerCase();
  if (many || choices.some((one) => one.toLowerCase() === typed)) return choices;
  return choices.filter((one) => one.toLowerCase().includes(typed));
}

/** Whether a choice is chosen. */
export function isChosen({ value, many }: Field, choice: string): boolean {
  return many ? chosenOf(value).includes(choice) : value.trim() === choice;
}

/** Goes on to the next or previous choice, round the end. Where only one can be chosen, that chooses it. */
export function goThroughChoices(field: Field, by: 1 | -1): Field {
  const offered = offeredChoices(field);
  if (offered.length === 0) return field;
  const now = field.many ? (field.at ?? -1) : offered.findIndex((one) => isChosen(field, one));
  const first = by === 1 ? 0 : offered.length - 1;
  const at = now < 0 ? first : (now + by + offered.length) % offered.length;
  return field.many ? { ...field, at } : { ...field, value: offered[at] ?? field.value };
}

/** Chooses the choice that the arrow keys are on, or takes it back. Others keep their order. */
export function toggleChoice(field: Field): Field {
  const choice = field.at === undefined ? undefined : offeredChoices(field)[field.at];
  if (choice === undefined) return field;
  const chosen = chosenOf(field.value);
  const left = isChosen(field, choice) ? chosen.filter((one) => one !== choice) : [...chosen, choice];
  return { ...field, value: left.join(', ') };
}
