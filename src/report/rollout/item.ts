import type { RecordedEvidence } from '../../domain/base/evidence.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { dayMs } from '../../domain/base/time/duration.ts';
import { isAhead } from '../../domain/base/time/moment.ts';
import type { RecordedCheck } from '../../domain/checks/recorded.ts';
import type { Person } from '../../domain/people/person.ts';
import type { JudgedItem } from '../../domain/rollout/items/item-status.ts';
import type { JudgedRequirement } from '../../domain/rollout/items/judge-evidence.ts';
import type { AwaitedAction } from '../../domain/rollout/next-action.ts';
import { type Paint, paintState } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';
import { namePeople } from './awaited.ts';

/** Items with their states, one a line. */
export function renderItemTable(items: readonly JudgedItem[], paint: Paint): string {
  if (items.length === 0) return 'No item.\n';
  const rows = items.map(({ item, state, reason }) => [
    paintState(state, paint, 16),
    item.id,
    item.required ? 'required' : 'optional',
    item.owner,
    cleanLine(reason),
  ]);
  return `${alignColumns(rows).join('\n')}\n`;
}

/** What else is known when an item is shown: who is there, who acts, the newest results, and what is awaited. */
export type ItemSurroundings = {
  people: readonly Person[];
  /** E-mail address of the acting person; undefined when nobody is addressed. */
  me: string | undefined;
  checks: readonly RecordedCheck[];
  awaited: readonly AwaitedAction[];
};

/** Everything about an item, for people: what it asks for, what shows it, how old that is. */
export function describeItem(judged: JudgedItem, now: Date, surroundings?: ItemSurroundings): string {
  const { item, state, reason, waiver, requirements } = judged;
  const about = [
    ['owner', owner(judged, surroundings)],
    ['runbook', item.runbook],
    ['max age', item.maxAgeDays === undefined ? 'none' : `${item.maxAgeDays} days`],
    ['version', item.versionBound ? 'evidence counts for the pinned version only' : 'any version'],
  ];
  return [
    `${item.id}  ${item.title}`,
    `${state}${stateSince(judged)}: ${cleanLine(reason)}`,
    '',
    ...about.map(([name, value]) => `${(name ?? '').padEnd(8)} ${value}`),
    ...(surroundings ? findings(judged, surroundings) : []),
    ...(surroundings ? waits(judged, surroundings) : []),
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

/** Since when an item has its state: the entry that showed it, or the moment at which its evidence went stale. */
export function stateSince({ state, staleSince, requirements, waiver }: JudgedItem): string {
  if (state === 'waived' && waiver) return ` since ${moment(waiver.at)} (entry ${waiver.seq})`;
  if (state === 'stale') return staleSince === undefined ? '' : ` since ${moment(staleSince)}`;
  const wanted = state === 'failing' ? 'failing' : 'satisfied';
  if (state !== wanted) return '';
  const shown = requirements
    .flatMap((one) => (one.state === wanted && one.evidence ? [one.evidence] : []))
    .reduce<RecordedEvidence | undefined>(
      (last, one) => (last === undefined || one.seq > last.seq ? one : last),
      undefined,
    );
  return shown ? ` since ${moment(shown.at)} (entry ${shown.seq})` : '';
}

function owner({ item }: JudgedItem, surroundings: ItemSurroundings | undefined): string {
  const role = `${item.owner}${item.required ? '' : ' (optional)'}`;
  if (!surroundings) return role;
  const holders = surroundings.people.filter(({ roles }) => roles.includes(item.owner));
  return `${role}: ${namePeople(
    holders.map(({ email }) => email),
    surroundings.me,
  )}`;
}

/** What the checks of an item found that keep it from being done, and what to do about it. */
function findings({ requirements }: JudgedItem, { checks }: ItemSurroundings): readonly string[] {
  return requirements
    .filter(({ requirement, state }) => requirement.kind === 'check' && state !== 'satisfied')
    .flatMap(({ requirement }) => checks.find(({ check }) => check === requirement.key) ?? [])
    .filter(({ verdict }) => verdict !== 'pass')
    .flatMap(({ check, summary, actual, remedy }) => [
      '',
      `check    ${cleanLine(check)}`,
      `found    ${cleanLine(actual ?? summary)}`,
      ...(remedy === undefined ? [] : [`fix      ${cleanLine(remedy)}`]),
    ]);
}

function waits({ item }: JudgedItem, { awaited, me }: ItemSurroundings): readonly string[] {
  const lines = awaited
    .filter(({ action }) => action.subject === item.id)
    .map(({ action, people }) => `  ${namePeople(people, me)}: ${cleanLine(action.action)} (${action.role})`);
  return lines.length === 0 ? [] : ['', 'Waits for', ...lines];
}

/** To the minute; RFC 3339 texts are UTC. */
function moment(at: string): string {
  return cleanLine(at).slice(0, 16).replace('T', ' ');
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

/** An item as JSON output names it; absent values are null. */
export function itemFields({ item, state, reason, staleSince, requirements, waiver }: JudgedItem) {
  return {
    id: item.id,
    title: item.title,
    why: item.why,
    how: item.how,
    runbook: item.runbook,
    owner: item.owner,
    required: item.required,
    surfaces: item.surfaces,
    max_age_days: item.maxAgeDays ?? null,
    version_bound: item.versionBound,
    state,
    reason,
    stale_since: staleSince ?? null,
    evidence: requirements.map((one) => ({
      kind: one.requirement.kind,
      key: one.requirement.key,
      statement: one.requirement.statement ?? null,
      state: one.state,
      reason: one.reason,
      entry: one.evidence?.seq ?? null,
      at: one.evidence?.at ?? null,
      by: one.evidence?.actor ?? null,
      cli_version: one.evidence?.version || null,
      sha256: one.evidence?.digest ?? null,
    })),
    waiver: waiver
      ? {
          reason: waiver.reason,
          approver: waiver.approver,
          entry: waiver.seq,
          at: waiver.at,
          expires_at: waiver.expiresAt,
        }
      : null,
  };
}
