import { cleanLine } from '../../../domain/base/text/clean.ts';
import type { NextAction } from '../../../domain/rollout/next-action.ts';
import { describeAwaited } from '../../../report/rollout/awaited.ts';
import type { State } from '../../shell/state.ts';
import { MODELS_REVIEW, type TurnRow, whyNotNow } from './rows.ts';

/** What a row asks for, whom, and what enter does about it in the list; in an open detail it follows links. */
export function turnDetail(state: State, row: TurnRow | undefined): string | undefined {
  const { status, me, detail } = state;
  if (!row) return undefined;
  if (row.type === 'no one') {
    return [
      `No one has the role ${row.role}. + names a person for it.`,
      '',
      'Waits for this role',
      ...row.actions.map(({ action, why }) => cleanLine(`  ${action}: ${why}`)),
    ].join('\n');
  }
  const text = describeAwaited(row.awaited, { phases: status?.phases ?? [], me: me?.email });
  if (row.type === 'others' || detail || whyNotNow(state, row.awaited.action) !== undefined) return text;
  return `enter    ${whatEnterDoes(row.awaited.action)}\n${text}`;
}

function whatEnterDoes({ kind, key = '' }: NextAction): string {
  switch (kind) {
    case 'check':
      return 'runs the check and records its result';
    case 'catalog':
      return `runs ${key} in a repository and records its result`;
    case 'command':
      return 'names the command that gives it';
    case 'artifact':
      return `opens ${cleanLine(key)} on the Artifacts screen`;
    case 'attest':
      return 'states it; you confirm what is recorded';
    case 'metric':
      return `records a value of ${key}`;
    case 'review':
      return key === MODELS_REVIEW
        ? 'states which models cloud tasks use'
        : 'opens the reviews: start one, answer it, finish it';
    case 'incident':
      return 'opens the incident: its steps are recorded there';
    case 'question':
      return 'opens the question: answer it there';
    case 'change':
      return 'opens the changes: judge one, or tie one to a signal';
    case 'sign':
      return 'signs the gate; you confirm what is recorded';
    case 'pass':
      return 'passes the gate; you confirm what is recorded';
    case 'staff':
      return 'names a person for the role';
  }
}
