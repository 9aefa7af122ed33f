import { expect } from 'vitest';
import { registry } from '../../src/tui/screens/registry.ts';
import { confirmText } from '../../src/tui/shell/overlays/confirm.ts';
import { reduce } from '../../src/tui/shell/reducer.ts';
import type { ConfirmOverlay, Doing, Effect, FormOverlay, State, Step } from '../../src/tui/shell/state.ts';
import { change, press, pressed, wholeFrame } from './support.tsx';

/** The form that is open. */
export function formIn({ overlay }: State): FormOverlay {
  if (overlay?.type === 'form') return overlay;
  throw new Error(`no form is open, but ${overlay?.type ?? 'nothing'}`);
}

/** The values of the open form by the names of its fields. */
export function valuesIn(state: State): Readonly<Record<string, string>> {
  return Object.fromEntries(formIn(state).fields.map(({ label, value }) => [label, value]));
}

/** What the open form refuses, after the name of the field that it is said at. */
export function refusedIn(state: State): string {
  const { fields, refused, refusal } = formIn(state);
  return `${refused === undefined ? 'the form' : fields[refused]?.label}: ${refusal}`;
}

/** Pastes a text into the active field. */
export const paste = (state: State, text: string): State =>
  reduce(registry, state, { type: 'pressed', key: '', text })[0];

/** The question that is open. */
export function questionIn({ overlay, notice }: State): ConfirmOverlay {
  if (overlay?.type === 'confirm') return overlay;
  const refusal = overlay?.type === 'form' ? overlay.refusal : notice;
  throw new Error(`nothing is asked, but ${overlay?.type ?? 'nothing'} is open: ${refusal}`);
}

/** What is asked, and under it everything that is said of what will be written and recorded, line by line. */
export function askedIn(state: State): readonly string[] {
  const asked = questionIn(state);
  return [asked.question, ...confirmText(asked).split('\n')];
}

/** What is carried out when the open question is answered with yes. */
export function confirmed(state: State): Effect {
  questionIn(state);
  const [after, effect, ...others] = pressed(state, ['enter']);
  expect([after.overlay, others]).toEqual([undefined, []]);
  if (!effect) throw new Error('yes leads to nothing');
  return effect;
}

/**
 * Goes back from a question that a form led to, a key at a time: to the form, to the screen, and again to the form by the
 * key that opens it, where everything that was typed still is. `n` and a session that only looks are tried on the way.
 *
 * @param screen the screen before the key was pressed
 */
export function goBack(screen: State, key: string, asked: State): void {
  const [form, ...none] = pressed(asked, ['esc']);
  expect(none).toEqual([]);
  const values = valuesIn(form);
  const left = press(form, 'esc');
  expect(left).toMatchObject({ screen: asked.screen, overlay: undefined, detail: asked.detail });
  for (const again of [press(left, key), press(asked, 'n', key)]) {
    expect(valuesIn(again)).toEqual(values);
    expect(wholeFrame(again, { width: 100 })).toContain('as you left it; ctrl-r begins again');
    expect(valuesIn(press(again, 'ctrl-r'))).toEqual(valuesIn(press(screen, key)));
  }
  const [reader, ...nothing] = pressed({ ...screen, readOnly: true }, [key]);
  expect([reader.overlay, nothing]).toEqual([undefined, []]);
  expect(reader.notice).toContain('this session is read-only');
}

/**
 * Carries out what a step asks for, and returns the state after it.
 *
 * @param outside what the effects meet there, beside the state
 */
export async function carriedOut(step: Step, outside: Partial<Doing> = {}): Promise<State> {
  let [state, ...effects] = step;
  const doing: Partial<Doing> = {
    signal: new AbortController().signal,
    change: (made) => {
      state = change(state, made);
    },
    refresh: async () => undefined,
    stoppable: (_, work) => work(doing as Doing),
    ...outside,
  };
  for (const effect of effects) await effect.carryOut(doing as Doing);
  return state;
}

/** The hints in the footer, each as the key and the word for it. */
export function hintsIn(state: State, size: { width: number; height: number }): readonly string[] {
  const footer = wholeFrame(state, size).split('\n').at(-1) ?? '';
  return footer
    .trim()
    .split(/ {3,}/)
    .filter((hint) => hint !== '');
}
