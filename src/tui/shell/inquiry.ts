import { CockpitError } from '../../domain/base/errors.ts';
import { clockTime } from '../../domain/base/time/moment.ts';
import { describeFault, type FormSpec, formOverlay, refused } from './decision.ts';
import type { Binding } from './screen.ts';
import { type Doing, type Effect, type FormOverlay, type State, type Step, slice, tell } from './state.ts';

/** What the program was asked, and what it answered. */
type Answer = {
  /** Counts the questions, so that a late answer to an earlier one is not shown. */
  number: number;
  title: string;
  /** How far the work is, while there is no text. */
  progress: string;
  text: string | undefined;
  /** When it was answered. */
  at: Date | undefined;
};

const answer = slice<Answer>('answer', {
  number: 0,
  title: '',
  progress: '',
  text: undefined,
  at: undefined,
});

/** The detail that shows the answer. */
export const ANSWER = 'answer';

/** The newest answer, under what was asked and when it was answered. */
export function answerText(state: State): string {
  const { title, progress, text, at } = answer.of(state);
  return `${title}${at ? ` (${clockTime(at)})` : ''}\n\n${text ?? progress}`;
}

/** The newest answer alone; undefined until it is there. */
export function answerOf(state: State): string | undefined {
  return answer.of(state).text;
}

/** Stops looking for the answer that is being waited for, and goes back to the screen; undefined when there is none. */
export function stopAnswer(state: State): Step | undefined {
  const { number, title, text } = answer.of(state);
  if (state.detail?.of !== ANSWER || text !== undefined) return undefined;
  const left = answer.set(
    { ...state, detail: undefined, search: '' },
    { ...answer.of(state), number: number + 1 },
  );
  return [tell(left, `stopped: ${title}`), stopping(ANSWER)];
}

/** Stops work by its name. */
export function stopping(name: string): Effect {
  return { name: 'stop-work', input: name, carryOut: async (doing) => doing.stopWork(name) };
}

/** Everything about a question to the program: its key, its form, and what answers it. Nothing is recorded. */
export type InquirySpec<Input> = Omit<Binding, 'press' | 'records'> & {
  form?: FormSpec<Input>;
  /** The input of a question without a form. */
  begin?: (state: State) => Input;
  /** What was asked, above the answer. */
  title: (input: Input) => string;
  /**
   * Finds the answer.
   *
   * @throws CockpitError which is shown in the form, or in place of the answer
   */
  answer: (doing: Doing, input: Input, say: (progress: string) => void) => Promise<string>;
};

/** Makes the line of the keymap for a question. The answer is shown as a detail of the screen. */
export function inquiry<Input>(spec: InquirySpec<Input>): Binding {
  const { form, begin, title, answer: find, ...binding } = spec;
  const ask = (state: State, input: Input, left?: FormOverlay): Step => {
    const number = answer.of(state).number + 1;
    const asked = { number, title: title(input), progress: 'reading…', text: undefined, at: undefined };
    const shown = { ...state, overlay: undefined, detail: { of: ANSWER, scroll: 0 }, search: '' };
    const carryOut = (doing: Doing) => doing.stoppable(ANSWER, (own) => answerIt(own));
    const answerIt = async (doing: Doing) => {
      const set = (change: Partial<Answer>) =>
        doing.change((now) => {
          const current = answer.of(now);
          return current.number === number ? answer.set(now, { ...current, ...change }) : now;
        });
      try {
        const text = await find(doing, input, (progress) => set({ progress }));
        set({ text, at: doing.world().now() });
      } catch (cause) {
        if (doing.signal.aborted) return;
        if (!(cause instanceof CockpitError)) throw cause;
        if (!left) set({ text: describeFault(cause) });
        // The person may have left the question in the meantime.
        else
          doing.change((now) =>
            answer.of(now).number === number && now.detail?.of === ANSWER && !now.overlay
              ? refused({ ...now, detail: undefined }, left, cause)
              : now,
          );
      }
    };
    return [answer.set(shown, asked), { name: binding.command, input, carryOut }];
  };
  return {
    ...binding,
    press: (state) => {
      if (begin) return ask(state, begin(state));
      if (!form) throw new Error(`${binding.command} has neither a form nor a beginning`);
      const lead = (input: Input, left: FormOverlay, now: State) => ({ step: ask(now, input, left) });
      return [{ ...state, overlay: formOverlay(binding.command, form, { about: '', state }, lead) }];
    },
  };
}
