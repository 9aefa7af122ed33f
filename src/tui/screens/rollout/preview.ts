import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { JudgedItem } from '../../../domain/rollout/items/item-status.ts';
import { namePeople } from '../../../report/rollout/awaited.ts';
import { stateSince } from '../../../report/rollout/item.ts';
import { factLines } from '../../components/text.ts';
import type { State } from '../../shell/state.ts';

/** What matters of an item beside the list: its state, what it needs and found, and who is waited for. */
export function itemPreview({ status, people, me }: State, judged: JudgedItem): string {
  const { item, state, reason, requirements, waiver } = judged;
  const owners = people.filter(({ roles }) => roles.includes(item.owner)).map(({ email }) => email);
  const awaited = (status?.awaited ?? []).filter(({ action }) => action.subject === item.id);
  const resultOf = ({ requirement: { kind, key } }: JudgedItem['requirements'][number]) =>
    kind === 'check' ? status?.checks.find(({ check }) => check === key) : undefined;
  const remedies = requirements
    .filter((one) => one.state !== 'satisfied')
    .flatMap((one) => resultOf(one)?.remedy ?? []);
  const found = requirements
    .filter((one) => one.state !== 'open')
    .map((one) => resultOf(one)?.actual ?? one.reason)
    .filter((one) => one !== reason);
  return [
    cleanLine(item.title),
    ...factLines([
      ['state', `${state}${stateSince(judged)}: ${reason}`],
      ...[...new Set(found)].map((one) => ['found', one] as const),
      ...[...new Set(remedies)].map((remedy) => ['fix', remedy] as const),
      ...awaited.map(
        ({ action, people: who }) =>
          ['awaits', `${action.role} (${namePeople(who, me?.email)}): ${action.action}`] as const,
      ),
      ['owner', `${item.owner}: ${namePeople(owners, me?.email)}`],
      ...requirements.map(
        (one) => ['needs', `${one.state}: ${one.requirement.kind} ${describeNeed(one.requirement)}`] as const,
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
