import { type Field, type FormOverlay, type State, slice } from '../state.ts';
import { chosenOf, isPicked } from './choices.ts';

/** What was typed in forms that were left, by what the form is and is about. It lasts as long as the session. */
const drafts = slice<Readonly<Record<string, readonly Field[]>>>('drafts', {});

const nameOf = ({ command, about }: FormOverlay) => JSON.stringify([command, about]);

/** Whether something was typed in a form. */
function isChanged({ fields, fresh }: FormOverlay): boolean {
  return fields.some(
    ({ value, find = '' }, place) => value !== fresh[place]?.value || find !== (fresh[place]?.find ?? ''),
  );
}

/** Keeps what was typed in a form that is left. */
export function keepDraft(state: State, form: FormOverlay): State {
  if (form.quick || !isChanged(form)) return forgetDraft(state, form);
  return drafts.set(state, { ...drafts.of(state), [nameOf(form)]: form.fields });
}

/** Forgets what was typed in a form, because it is done or begins again. */
export function forgetDraft(state: State, form: FormOverlay | undefined): State {
  if (!form) return state;
  const { [nameOf(form)]: _, ...others } = drafts.of(state);
  return drafts.set(state, others);
}

/** A form as it was left before, as far as it still asks for the same. */
export function withDraft(state: State, form: FormOverlay): FormOverlay {
  const left = drafts.of(state)[nameOf(form)];
  const isSame =
    left?.length === form.fields.length &&
    left.every(({ label }, place) => label === form.fields[place]?.label);
  if (!left || !isSame) return form;
  const fields = form.fields.map((field, place) => typedBefore(field, left[place]));
  const filled = { ...form, fields };
  return isChanged(filled) ? { ...filled, restored: true } : form;
}

/** A field with what was typed in it before; a choice that is no longer offered is left out. */
function typedBefore(field: Field, left: Field | undefined): Field {
  if (!left) return field;
  const find = left.find ?? '';
  const chosen = field.many ? chosenOf(left.value) : [left.value];
  const isOffered = chosen.every((one) => one === '' || field.choices?.includes(one));
  const value = isPicked(field) && !isOffered ? field.value : left.value;
  return { ...field, value, ...(find === '' ? {} : { find }) };
}

/** A form as it was before anything was typed. */
export function begunAgain(form: FormOverlay): FormOverlay {
  return { ...form, fields: form.fresh, active: 0, restored: false, refusal: undefined, refused: undefined };
}
