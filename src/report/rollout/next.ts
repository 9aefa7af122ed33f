import { cleanLine } from '../../domain/base/text/clean.ts';
import type { Role } from '../../domain/people/role.ts';
import type { NextAction } from '../../domain/rollout/next-action.ts';

/** What a person could do now: each with the reason and the command. */
export function renderNext({
  person,
  roles,
  actions,
  more,
}: {
  person: string;
  roles: readonly Role[];
  actions: readonly NextAction[];
  more: number;
}): string {
  if (roles.length === 0) {
    return `${person} has no role here.\nA rollout owner gives one: codex-cockpit people add ${person} --role ROLE\n`;
  }
  if (actions.length === 0) return `Nothing waits for ${person} (${roles.join(', ')}).\n`;
  const blocks = actions.map(
    ({ action, why, command, role }, index) =>
      `${index + 1}. ${cleanLine(action)} (${role})\n   ${cleanLine(why)}\n   $ ${cleanLine(command)}\n`,
  );
  return `${blocks.join('')}${more > 0 ? `and ${more} more: codex-cockpit next --limit ${actions.length + more}\n` : ''}`;
}

/** A next action as JSON output names it. */
export function actionFields({ action, why, command, role, subject }: NextAction) {
  return { action, why, command, role, subject };
}
