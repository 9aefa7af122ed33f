import type { Place } from '../../base/documents/place.ts';

/** The kinds of thing of a CLI that a team can use. */
export const SUBJECT_KINDS = [
  'command',
  'option',
  'feature',
  'setting',
  'requirement',
  'method',
  'value',
  'field',
  'model',
  'tool',
  'event',
  'variable',
  'plugin',
  'skill',
  'rule',
  'file',
] as const;

/**
 * A thing of the CLI that a team can use. Names by kind:
 *
 * - command: `mcp-server`, `exec resume` (the words after `codex`)
 * - option: `exec --full-auto`, `--search` (the command before it; none for the CLI itself)
 * - feature: `web_search`
 * - setting: a key of config.toml, `approval_policy`, `permissions.*.extends`; with its value, `approval_policy=on-failure`
 * - requirement: a key of requirements.toml
 * - method: a method of the app-server, `thread/rollback`
 * - value: of a property of the protocol, as clients write it, `approvalPolicy=on-failure`; for a value of a type, each
 *   property that has the type
 * - field: of what a method takes or answers, at any depth, `hooks/list.command`
 * - model: a slug; tool: a tool that the model is offered
 * - event: a type of event or item of `codex exec --json`, `turn.completed`, `agent_message`, or of entry in session
 *   files, with what it is in, `response_item`, `event_msg/token_count`
 * - variable: an environment variable that the CLI sets or reads
 * - plugin, skill: their names
 * - file: one that the CLI gives to the model, by the path that it is shown by, `services/api/AGENTS.md`
 * - rule: its pattern, words joined by spaces and alternatives by a bar, `git push --force`, `git status|diff`
 */
export type Subject = { kind: (typeof SUBJECT_KINDS)[number]; name: string };

/** A line of the team's that uses something of the CLI. */
export type Use = {
  subject: Subject;
  place: Place;
  /** The line, without secrets and without control characters. */
  text: string;
};

/** Uses by what they use. */
export type UseIndex = ReadonlyMap<string, readonly Use[]>;

export function indexUses(uses: readonly Use[]): UseIndex {
  return Map.groupBy(uses, ({ subject }) => subjectKey(subject));
}

/** The uses of any of these things, each line once. */
export function usesOf(subjects: readonly Subject[], uses: UseIndex): readonly Use[] {
  const keys = new Set(subjects.map(subjectKey));
  const found = [...keys].flatMap((key) => uses.get(key) ?? []);
  return [...new Map(found.map((use) => [`${use.place.file}\n${use.place.line}`, use])).values()];
}

/** `command mcp-server` */
function subjectKey({ kind, name }: Subject): string {
  return `${kind} ${name}`;
}
