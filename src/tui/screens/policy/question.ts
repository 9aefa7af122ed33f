import { type FormSpec, formOverlay } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import type { FormOverlay, State } from '../../shell/state.ts';
import { ask } from './read.ts';
import type { PolicyRequest } from './row.ts';
import { policy } from './rows.ts';

/** Why nothing can be asked now. */
export const whileWorking = (state: State) =>
  policy.of(state).working ? 'something else is being read' : undefined;

/** A key that asks something about policy, after a form. */
export function question<Input extends PolicyRequest>(
  binding: Omit<Binding, 'press' | 'disabled'>,
  form: FormSpec<Input>,
): Binding {
  return {
    ...binding,
    disabled: whileWorking,
    press: (state) => {
      const lead = (request: Input, left: FormOverlay, now: State) => ({ step: ask(now, request, left) });
      return [{ ...state, overlay: formOverlay(binding.command, form, { about: '', state }, lead) }];
    },
  };
}

/** The questions of one kind. */
export type Of<T extends PolicyRequest['type']> = Extract<PolicyRequest, { type: T }>;
