import { settingsNamedIn } from './session/exec-end.ts';
import type { Subject } from './subject.ts';

/**
 * What a failing check speaks of: settings at a place of a file, settings with their values, and instruction files.
 *
 * @param text what was expected and what was seen
 * @param project the folder that paths of instruction files are shortened by
 */
export function subjectsOfCheck(
  text: string,
  { home, project }: { home: string; project: string },
): readonly Subject[] {
  const settings = [...text.matchAll(/\.toml:\d+:\d+: (?:unknown configuration field `)?([\w.-]+)/g)];
  const policies = [...text.matchAll(/"([\w-]+)" in [\w.-]*config\.toml/g)];
  const files = [...text.matchAll(/(?:^|[\s,])(\/[^\s,:]*\.md)\b/g)];
  const shown = (path: string) => path.replace(`${home}/`, '$CODEX_HOME/').replace(`${project}/`, '');
  const found: readonly Subject[] = [
    ...settings.map(({ 1: name = '' }): Subject => ({ kind: 'setting', name })),
    ...policies.map(({ 1: value }): Subject => ({ kind: 'setting', name: `approval_policy=${value}` })),
    ...settingsNamedIn(text),
    ...files.map(({ 1: path = '' }): Subject => ({ kind: 'file', name: shown(path) })),
  ];
  return [...new Map(found.map((one) => [`${one.kind} ${one.name}`, one])).values()];
}
