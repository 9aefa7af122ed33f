/** Arguments of a `codex exec` that a check makes: events as JSON, no plugins, any folder. */
export function execArguments(work: string, prompt: string, more: readonly string[] = []): readonly string[] {
  return ['exec', '--json', '--skip-git-repo-check', '--disable', 'plugins', '-C', work, ...more, prompt];
}
