import { defaultWaiverDays } from '../app/rollout/item-decisions.ts';
import { ROLES } from '../domain/people/role.ts';
import { statementsOf } from '../domain/rollout/items/statements.ts';
import { DEFAULT_PIN } from '../domain/rollout/rollout.ts';
import type { FormId } from './form-id.ts';
import type { Intent } from './intent.ts';
import type { Field, Overlay, State } from './state.ts';

/** What a filled form leads to: a question with what would be recorded, or the reason why it cannot. */
type Filled =
  | { question: string; records: readonly string[]; intent: Intent }
  | { refusal: string; field: number };

/** A line of the table of forms. `subject` is the item or phase that it is about. */
type FormSpec = {
  title: (subject: string) => string;
  fields: readonly Field[];
  submit: (values: readonly string[], subject: string, state: State) => Filled;
};

const reasonField: Field = { label: 'Reason', value: '' };

const withReason = (reason: string, field: number, filled: Filled): Filled =>
  reason === '' ? { refusal: 'a reason is needed; the history keeps it', field } : filled;

/** Every form, by its name. */
export const forms: Record<FormId, FormSpec> = {
  'start-rollout': {
    title: () => 'Start a rollout',
    fields: [
      { label: 'Name', value: '' },
      { label: 'Pinned CLI version', value: DEFAULT_PIN },
    ],
    submit: ([name = '', pin = '']) =>
      name === ''
        ? { refusal: 'a rollout needs a name', field: 0 }
        : {
            question: `Start the rollout "${name}"?`,
            records: [
              `rollout.started: name "${name}", pin ${pin}`,
              'person.recorded: you as rollout owner',
              'key.made and checkpoint.made: the key is a file beside the database',
            ],
            intent: { type: 'start-rollout', name, pin },
          },
  },
  attest: {
    title: (item) => `Attest ${item}`,
    fields: [{ label: 'Note (optional)', value: '' }],
    submit: ([note = ''], item, state) => ({
      question: `Vouch for ${item}?`,
      records: [
        ...statementsOfItem(state, item).map((statement) => `statement: ${statement}`),
        `item.attested: ${item}, as ${state.me?.email ?? ''}, pin ${state.status?.pin ?? ''}${note === '' ? '' : `, note "${note}"`}`,
      ],
      intent: { type: 'attest', item, note },
    }),
  },
  waive: {
    title: (item) => `Waive ${item}`,
    fields: [reasonField, { label: 'For how long', value: `${defaultWaiverDays}d` }],
    submit: ([reason = '', days = ''], item, state) =>
      withReason(reason, 0, {
        question: `Do without ${item} for ${days}?`,
        records: [`item.waived: ${item}, by ${state.me?.email ?? ''}, for ${days}, because "${reason}"`],
        intent: { type: 'waive', item, reason, days },
      }),
  },
  withdraw: {
    title: (item) => `Withdraw what was stated of ${item}`,
    fields: [reasonField],
    submit: ([reason = ''], item) =>
      withReason(reason, 0, {
        question: `Take the newest attestation or waiver of ${item} back?`,
        records: [`item.withdrawn: ${item}, because "${reason}"`],
        intent: { type: 'withdraw', item, reason },
      }),
  },
  revisit: {
    title: (phase) => `Revisit ${phase}`,
    fields: [reasonField],
    submit: ([reason = ''], subject, state) => {
      const phase = state.status?.phases.find(({ id }) => id === subject);
      if (!phase) return { refusal: `there is no phase ${subject}`, field: 0 };
      return withReason(reason, 0, {
        question: `Open the gate of ${phase.title} again? Its sign-offs count no more.`,
        records: [`phase.revisited: ${phase.id}, because "${reason}"`],
        intent: { type: 'revisit', phase: phase.id, reason },
      });
    },
  },
  'move-pin': {
    title: () => 'Move the pin',
    fields: [{ label: 'CLI version', value: '' }, reasonField],
    submit: ([version = '', reason = ''], _, state) =>
      version === ''
        ? { refusal: 'name one exact version, such as 0.150.0', field: 0 }
        : withReason(reason, 1, {
            question: `Move the pin from ${state.status?.pin ?? ''} to ${version}?`,
            records: [
              `rollout.pin-moved: to ${version}, because "${reason}"`,
              'Evidence that is bound to the old version goes stale.',
            ],
            intent: { type: 'move-pin', version, reason },
          }),
  },
  'add-person': {
    title: () => 'Add a person, or give one a further role',
    fields: [
      { label: 'E-mail', value: '' },
      { label: 'Role', value: 'team lead' },
    ],
    submit: ([email = '', role = '']) =>
      email === ''
        ? { refusal: "name the person by git's user.email", field: 0 }
        : role === ''
          ? { refusal: `the roles are ${ROLES.join(', ')}`, field: 1 }
          : {
              question: `Add ${email} as ${role}?`,
              records: [`person.recorded: ${email} as ${role}`],
              intent: { type: 'add-person', email, role },
            },
  },
  promote: {
    title: (source) => `Promote ${source} one step`,
    fields: [reasonField],
    submit: ([reason = ''], source) =>
      withReason(reason, 0, {
        question: `Promote ${source}?`,
        records: [`source.decided: ${source}, one step up, because "${reason}"`],
        intent: { type: 'promote', source, reason },
      }),
  },
  demote: {
    title: (source) => `Take ${source} back to experiment`,
    fields: [reasonField],
    submit: ([reason = ''], source) =>
      withReason(reason, 0, {
        question: `Take ${source} back to experiment?`,
        records: [`source.decided: ${source} is experiment, because "${reason}"`],
        intent: { type: 'demote', source, reason },
      }),
  },
  block: {
    title: (source) => `Block ${source}`,
    fields: [reasonField],
    submit: ([reason = ''], source) =>
      withReason(reason, 0, {
        question: `Say that nobody is to use ${source}?`,
        records: [`source.decided: ${source} is blocked, because "${reason}"`],
        intent: { type: 'block', source, reason },
      }),
  },
  'act-as': {
    title: () => 'Act as somebody else',
    fields: [{ label: 'E-mail', value: '' }],
    submit: ([email = '']) =>
      email === ''
        ? { refusal: 'name the person', field: 0 }
        : {
            question: `Record what you do from now on as ${email}?`,
            records: ['nothing yet; only a signature with their SSH key proves that it was them'],
            intent: { type: 'act-as', email },
          },
  },
};

/** An empty form, or one with what was typed and why it was refused. */
export function openForm(
  form: FormId,
  subject = '',
  { values = [], refusal }: { values?: readonly string[]; refusal?: string } = {},
): Overlay {
  const fields = forms[form].fields.map(({ label, value }, index) => ({
    label,
    value: values[index] ?? value,
  }));
  return { type: 'form', form, subject, fields, active: 0, refusal };
}

/** The form that led to an intent, filled as it was, with why it was refused; undefined when there was none. */
export function refusedForm(intent: Intent, refusal: string): Overlay | undefined {
  switch (intent.type) {
    case 'start-rollout':
      return openForm('start-rollout', '', { values: [intent.name, intent.pin], refusal });
    case 'attest':
      return openForm('attest', intent.item, { values: [intent.note], refusal });
    case 'waive':
      return openForm('waive', intent.item, { values: [intent.reason, intent.days], refusal });
    case 'withdraw':
      return openForm('withdraw', intent.item, { values: [intent.reason], refusal });
    case 'revisit':
      return openForm('revisit', intent.phase, { values: [intent.reason], refusal });
    case 'move-pin':
      return openForm('move-pin', '', { values: [intent.version, intent.reason], refusal });
    case 'add-person':
      return openForm('add-person', '', { values: [intent.email, intent.role], refusal });
    case 'promote':
    case 'demote':
    case 'block':
      return openForm(intent.type, intent.source, { values: [intent.reason], refusal });
    default:
      return undefined;
  }
}

function statementsOfItem({ status }: State, id: string): readonly string[] {
  const judged = status?.phases.flatMap(({ items }) => items).find(({ item }) => item.id === id);
  return judged ? statementsOf(judged) : [];
}
