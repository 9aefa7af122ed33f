import { cleanLine } from '../../domain/base/text/clean.ts';
import { dayMs } from '../../domain/base/time/duration.ts';
import { isAhead } from '../../domain/base/time/moment.ts';
import type { JudgedItem } from '../../domain/rollout/items/item-status.ts';
import type { JudgedRequirement } from '../../domain/rollout/items/judge-evidence.ts';

/** Everything about an item, for people: what it asks for, what shows it, how old that is. */
export function describeItem(judged: JudgedItem, now: Date): string {
  const { item, state, reason, requirements, waiver } = judged;
  const about = [
    ['owner', `${item.owner}${item.required ? '' : ' (optional)'}`],
    ['runbook', item.runbook],
    ['max age', item.maxAgeDays === undefined ? 'none' : `${item.maxAgeDays} days`],
    ['version', item.versionBound ? 'evidence counts for the pinned version only' : 'any version'],
  ];
  return [
    `${item.id}  ${item.title}`,
    `${state}: ${cleanLine(reason)}`,
    '',
    ...about.map(([name, value]) => `${(name ?? '').padEnd(8)} ${value}`),
    '',
    'Why',
    indent(item.why),
    'How',
    indent(item.how),
    'Evidence',
    ...requirements.flatMap((one) => describeRequirement(one, now)),
    ...(waiver
      ? [
          'Waiver',
          `  entry ${waiver.seq}, ${waiver.at.slice(0, 10)}, by ${cleanLine(waiver.approver)}, until ${waiver.expiresAt.slice(0, 10)}`,
          `  ${cleanLine(waiver.reason)}`,
        ]
      : []),
  ].join('\n');
}

function describeRequirement(
  { requirement, state, reason, evidence }: JudgedRequirement,
  now: Date,
): string[] {
  const what = requirement.statement ?? requirement.key;
  const source = evidence
    ? [
        `    entry ${evidence.seq}, ${describeAge(evidence.at, now)} by ${cleanLine(evidence.actor)}${evidence.version === '' ? '' : `, on ${cleanLine(evidence.version)}`}`,
      ]
    : [];
  return [`  ${state.padEnd(9)} ${requirement.kind}: ${what}`, `    ${cleanLine(reason)}`, ...source];
}

/** How long ago a time was, in the largest unit that fits: `today`, `3 days ago`. One that is to come is no age. */
function describeAge(at: string, now: Date): string {
  if (isAhead(at, now)) return `dated ${cleanLine(at).slice(0, 10)}, ahead of the clock,`;
  const days = Math.floor((now.getTime() - Date.parse(at)) / dayMs);
  if (days < 1) return 'today';
  return days === 1 ? 'yesterday' : `${days} days ago`;
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line.trim()}`)
    .join('\n');
}
