import { confirm } from '../decision.ts';
import type { Field, FormOverlay, State, Step } from '../state.ts';
import { goThroughChoices, settled, typeInField, whyNoChoice, whyNotReady } from './choices.ts';
import { begunAgain, forgetDraft } from './drafts.ts';
import type { Typed } from './line.ts';

/** What a key does in a form. */
export function typeForm(state: State, form: FormOverlay, typed: Typed): Step {
  const { fields, active } = form;
  const field = fields[active];
  const show = (changed: Partial<FormOverlay>): Step => [{ ...state, overlay: { ...form, ...changed } }];
  const go = (by: number): Step =>
    show({ fields: settle(form), active: (active + by + fields.length) % fields.length });
  const isVertical = typed.key === 'down' || typed.key === 'up';
  if (isVertical && field?.choices?.length)
    return show(withField(form, goThroughChoices(field, typed.key === 'down' ? 1 : -1)));
  switch (typed.key) {
    case 'tab':
    case 'down':
      return go(1);
    case 'shift-tab':
    case 'up':
      return go(-1);
    case 'ctrl-r':
      return [forgetDraft({ ...state, overlay: begunAgain(form) }, form)];
    case 'enter':
      return active < fields.length - 1 ? goOn(state, form) : submit(state, form);
  }
  const edited = field && typeInField(field, typed);
  return edited ? show(withField(form, edited)) : [state];
}

/** A form with its active field changed; what was refused for another value is no longer said. */
function withField(form: FormOverlay, field: Field): Partial<FormOverlay> {
  const { active, fields, refused } = form;
  const answered = refused === undefined || refused === active;
  return {
    fields: fields.map((one, place) => (place === active ? field : one)),
    ...(answered ? { refusal: undefined, refused: undefined } : {}),
  };
}

function settle({ fields, active }: FormOverlay): readonly Field[] {
  return fields.map((one, place) => (place === active ? settled(one) : one));
}

/** Goes to the next field, unless what was typed in this one finds no choice. */
function goOn(state: State, form: FormOverlay): Step {
  const fields = settle(form);
  const { active } = form;
  const refusal = fields[active] && whyNoChoice(fields[active]);
  if (refusal !== undefined) return [{ ...state, overlay: { ...form, fields, refusal, refused: active } }];
  return [{ ...state, overlay: { ...form, fields, active: active + 1 } }];
}

function submit(state: State, form: FormOverlay): Step {
  const fields = settle(form);
  const refuse = (refusal: string, at: number | undefined): Step => [
    { ...state, overlay: { ...form, fields, active: at ?? form.active, refusal, refused: at } },
  ];
  const place = fields.findIndex((field) => whyNotReady(field) !== undefined);
  const missing = fields[place];
  const reason = missing && whyNotReady(missing);
  if (reason !== undefined) return refuse(reason, place);
  const values = fields.map(({ value }) => value.trim());
  const left = { ...form, fields, refusal: undefined, refused: undefined };
  const filled = form.submit(values, { ...state, overlay: left });
  if ('refusal' in filled) return refuse(filled.refusal, filled.field);
  if ('step' in filled) {
    const [next, ...effects] = filled.step;
    return [next.overlay === undefined ? forgetDraft(next, form) : next, ...effects];
  }
  return [confirm(state, filled, left)];
}
