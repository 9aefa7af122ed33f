import { CockpitError, UsageError } from '../../domain/base/errors.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { keepDraft, withDraft } from './forms/drafts.ts';
import type { Binding } from './screen.ts';
import {
  type Change,
  type Doing,
  type Effect,
  type Field,
  type FormOverlay,
  type Question,
  type Refusal,
  type State,
  type Step,
  tell,
} from './state.ts';

/** What the values of a form come to, or why they cannot be submitted. */
export type Filled<Input> = { input: Input } | Refusal;

/** The form of a decision or a question. `about` is the item, phase or source it is about. */
export type FormSpec<Input> = {
  title: (about: string) => string;
  fields: (about: string, state: State) => readonly Field[];
  /** Nothing that was typed is kept when it is left: it asks for a word or two, another one each time. */
  quick?: true;
  read: (values: readonly string[], about: string, state: State) => Filled<Input>;
};

/** Everything about one decision of a person: its key, its form, what is asked and recorded, and what records it. */
export type DecisionSpec<Input> = Omit<Binding, 'press' | 'records'> & {
  /** A session that only looks may use it too. */
  recordsNothing?: true;
  /** What the form is about; undefined when nothing is selected. */
  about?: (state: State) => string | undefined;
  form?: FormSpec<Input>;
  /** The input of a decision without a form, or the state that is shown in place of a question. */
  begin?: (state: State) => { input: Input } | { instead: State };
  /**
   * Looks at what the confirmation depends on, such as a file that was named in the form.
   *
   * @throws CockpitError which is shown in the form
   */
  prepare?: (doing: Doing, input: Input) => Promise<Input>;
  confirmation: (input: Input, state: State) => Omit<Question, 'effect'>;
  /**
   * Records it. Returns what to tell the person.
   *
   * @throws CockpitError when the rules do not allow it
   */
  run: (doing: Doing, input: Input) => Promise<string | undefined>;
};

/** A binding that leads to a decision. */
export type Decision<Input> = Binding & {
  /** Opens the form about something. */
  openForm: (state: State, about: string, values?: readonly string[]) => State;
  /** Asks the question. */
  ask: (state: State, input: Input) => State;
};

/** Makes the line of the keymap for a decision: pressed, it asks; confirmed, it is carried out and the screens are read again. */
export function decision<Input>(spec: DecisionSpec<Input>): Decision<Input> {
  const { about, form, begin, prepare, confirmation, run, recordsNothing, ...binding } = spec;
  const questionOf = (input: Input, state: State, filled: FormOverlay | undefined): Question => ({
    ...confirmation(input, state),
    effect: {
      name: binding.command,
      input,
      carryOut: (doing) => carryOut(doing, () => run(doing, input), filled),
    },
  });
  const ask = (state: State, input: Input) => confirm(state, questionOf(input, state, undefined));
  const openForm = (state: State, what: string, values?: readonly string[]): State => {
    if (!form) throw new Error(`${binding.command} has no form`);
    const overlay = formOverlay(binding.command, form, { about: what, state, values }, (input, left, now) => {
      if (!prepare) return questionOf(input, now, left);
      const asks = async (doing: Doing): Promise<Change> => {
        const prepared = await prepare(doing, input);
        return (later) => confirm(later, questionOf(prepared, later, left), left);
      };
      return { step: [tell(now, 'looking at what it leads to…'), lookFirst(left, input, asks)] };
    });
    return { ...state, overlay };
  };
  return {
    ...binding,
    ...(recordsNothing ? {} : { records: true }),
    openForm,
    ask,
    press: (state) => {
      if (begin) {
        const begun = begin(state);
        return ['input' in begun ? ask(state, begun.input) : begun.instead];
      }
      const what = about ? about(state) : '';
      return [what === undefined ? tell(state, 'nothing is selected') : openForm(state, what)];
    },
  };
}

/** A form to be filled. `lead` makes what the input leads to; `left` is the form as it was submitted. */
export function formOverlay<Input>(
  command: string,
  form: FormSpec<Input>,
  { about, state, values }: { about: string; state: State; values?: readonly string[] | undefined },
  lead: (input: Input, left: FormOverlay, now: State) => Question | { step: Step },
): FormOverlay {
  const fresh = form.fields(about, state);
  const overlay: FormOverlay = {
    type: 'form',
    command,
    title: form.title(about),
    about,
    fields: fresh.map((field, place) => ({ ...field, value: values?.[place] ?? field.value })),
    fresh,
    quick: form.quick ?? false,
    restored: false,
    active: 0,
    refusal: undefined,
    refused: undefined,
    submit: (typed, now) => {
      const filled = form.read(typed, about, now);
      if ('refusal' in filled) return filled;
      // A person who is asked or refused goes on at the field that they left.
      const fields = overlay.fields.map((field, place) => ({ ...field, value: typed[place] ?? '' }));
      return lead(filled.input, { ...overlay, fields, active: fields.length - 1 }, now);
    },
  };
  return values ? overlay : withDraft(state, overlay);
}

/** Finds out what a submitted form leads to. Nothing is asked when the person has left or changed the form. */
function lookFirst(form: FormOverlay, input: unknown, find: (doing: Doing) => Promise<Change>): Effect {
  const openForm = ({ overlay }: State) =>
    overlay?.type === 'form' && overlay.command === form.command && overlay.about === form.about
      ? overlay
      : undefined;
  const isAsSubmitted = ({ fields }: FormOverlay) =>
    fields.every(({ value, find: typed = '' }, place) => {
      return value.trim() === form.fields[place]?.value && typed === '';
    });
  return {
    name: `look-before-${form.command}`,
    input,
    carryOut: async (doing) => {
      try {
        const change = await find(doing);
        doing.change((state) => {
          const open = openForm(state);
          const looked = { ...state, notice: undefined };
          return open && isAsSubmitted(open) ? change(looked) : state;
        });
      } catch (cause) {
        if (!(cause instanceof CockpitError)) throw cause;
        doing.change((state) => {
          const open = openForm(state);
          return open ? { ...state, notice: undefined, overlay: withRefusal(open, cause) } : state;
        });
      }
    },
  };
}

/** Asks before anything is done, and shows what will be recorded. */
export function confirm(state: State, question: Question, form?: FormOverlay): State {
  return { ...state, overlay: { type: 'confirm', ...question, form, scroll: 0 } };
}

/** Does something, reads the screens again, and tells what came of it, or why it was refused. */
export async function carryOut(
  doing: Doing,
  run: () => Promise<string | undefined>,
  form?: FormOverlay,
): Promise<void> {
  let notice: string | undefined;
  try {
    notice = await run();
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    doing.change((state) => refused(state, form, cause));
  }
  await doing.refresh();
  // Last, so that a key pressed on it meets the state that it tells of.
  if (notice !== undefined) doing.change((state) => tell(state, notice));
}

/**
 * Says why something was refused: in the form that led to it, with what was typed, else as a notice. A form that was
 * opened in the meantime stays open; what was typed in the refused one is kept until that is opened again.
 */
export function refused(state: State, form: FormOverlay | undefined, cause: unknown): State {
  if (!form) return tell(state, describeFault(cause));
  return state.overlay
    ? tell(keepDraft(state, form), describeFault(cause))
    : { ...state, overlay: withRefusal(form, cause) };
}

function withRefusal(form: FormOverlay, cause: unknown): FormOverlay {
  const field = fieldOf(cause) ?? (form.fields.length === 1 ? 0 : undefined);
  return { ...form, refusal: describeFault(cause), refused: field, active: field ?? form.active };
}

/** A field for a reason, which many decisions need. */
export const reasonField: Field = {
  label: 'Reason',
  value: '',
  required: 'a reason is needed; the history keeps it',
};

/** What is said when nothing is chosen in a field that has choices. */
export const chooseOne = 'choose one with the arrow keys, or type a part of it';

/** The field of a form that an error concerns. */
const fieldsOfErrors = new WeakMap<object, number>();

function fieldOf(cause: unknown): number | undefined {
  return cause instanceof Error ? fieldsOfErrors.get(cause) : undefined;
}

/** Does what depends on one field of a form; an error from it, now or later, is shown at this field. */
export function atField<T>(field: number, read: () => T): T {
  const note = (cause: unknown): never => {
    if (cause instanceof Error) fieldsOfErrors.set(cause, field);
    throw cause;
  };
  try {
    const value = read();
    return value instanceof Promise ? (value.catch(note) as T) : value;
  } catch (cause) {
    return note(cause);
  }
}

/** Does what is refused with advice that names a command, and refuses it without that: a screen has keys. */
export function withoutAdvice<T>(work: () => T): T {
  const refuse = (cause: unknown): never => {
    if (!(cause instanceof CockpitError)) throw cause;
    throw new CockpitError(cause.message, { exitCode: cause.exitCode, cause });
  };
  try {
    const value = work();
    return value instanceof Promise ? (value.catch(refuse) as T) : value;
  } catch (cause) {
    return refuse(cause);
  }
}

/** Makes the input from the fields of a form; a value that cannot be used is refused at its field. */
export function fill<Input>(make: (at: typeof atField) => Input): Filled<Input> {
  try {
    return { input: make(atField) };
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    return { refusal: describeFault(cause), field: fieldOf(cause) };
  }
}

/** @throws UsageError unless something was typed; `wanted` says what is needed */
export function required(text: string, wanted: string): string {
  if (text !== '') return text;
  throw new UsageError(wanted);
}

/**
 * The name of a file, not of a device: reading the terminal would take the keys from the screens.
 *
 * @throws UsageError for one below /dev or /proc
 */
export function fileName(typed: string): string {
  if (!/^\/(dev|proc)(\/|$)/.test(typed)) return typed;
  throw new UsageError(`${cleanLine(typed)} is a device, not a file`, 'Name a file.');
}

/** @throws UsageError for another value than one of those */
export function oneOf<T extends string>(values: readonly T[], typed: string): T {
  const found = values.find((one) => one === typed);
  if (found !== undefined) return found;
  throw new UsageError(`choose one of: ${values.join(', ')}`);
}

/** What went wrong, and what to do about it. */
export function describeFault(cause: unknown): string {
  if (cause instanceof CockpitError && cause.next !== undefined) return `${cause.message}. ${cause.next}`;
  return cause instanceof Error ? cause.message : String(cause);
}
