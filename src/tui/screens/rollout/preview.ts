import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { namePeople } from '../../../report/rollout/awaited-text.ts';
import { stateSince } from '../../../report/rollout/item-text.ts';
import { factLines } from '../../components/text.ts';
import type { State } from '../../shell/state.ts';

/** What matters of an item beside the list: its state, what it needs and found, and who is waited for. */
export function itemPreview({ status, people, me }: State, judged: JudgedItem): string {
  const { item, state, reason, requirements, waiver } = judged;
  const owners = people.filter(({ roles }) => roles.includes(item.owner)).map(({ email }) => email);
  const awaited = (status?.awaited ?? []).filter(({ action }) => action.subject === item.id);
  const remedies = requirements.flatMap(({ requirement: { kind, key }, state: shown }) =>
    kind === 'check' && shown !== 'satisfied'
      ? (status?.checks ?? []).filter(({ check }) => check === key).map(({ remedy }) => remedy)
      : [],
  );
  return [
    cleanLine(item.title),
    '',
    ...factLines([
      ['state', `${state}${stateSince(judged)}: ${reason}`],
      ['owner', `${item.owner}: ${namePeople(owners, me?.email)}`],
      ...requirements.map(
        (one) => ['needs', `${one.state}: ${one.requirement.kind} ${describeNeed(one.requirement)}`] as const,
      ),
      ...requirements
        .filter((one) => one.state !== 'open' && one.reason !== reason)
        .map((one) => ['found', one.reason] as const),
      ...[...new Set(remedies)].map((remedy) => ['fix', remedy] as const),
      ...awaited.map(
        ({ action, people: who }) =>
          ['waits for', `${namePeople(who, me?.email)}: ${action.action}`] as const,
      ),
      ['waiver', waiver && `until ${waiver.expiresAt.slice(0, 10)} by ${waiver.approver}: ${waiver.reason}`],
    ]),
    '',
    'Why',
    `  ${cleanLine(item.why)}`,
    'How',
    `  ${cleanLine(item.how)}`,
  ].join('\n');
}

function describeNeed({ key, statement }: JudgedItem['requirements'][number]['requirement']): string {
  return statement ?? key;
}
