import { isTable } from '../../base/shape/check-shape.ts';

/** What the model says, plans and looks up. */
const typesWithoutEffect: ReadonlySet<unknown> = new Set([
  'agent_message',
  'reasoning',
  'web_search',
  'todo_list',
  'error',
]);

/**
 * Whether an event of `codex exec --json` tells of work that may have changed files; an item of an unknown type may have.
 * See docs/codex-facts.md, "Events of exec".
 */
export function tellsOfWork(event: object): boolean {
  const item = 'item' in event ? event.item : undefined;
  return isTable(item) && !typesWithoutEffect.has(item.type);
}
