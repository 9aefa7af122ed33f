import { type Judgement, pass, warn } from '../../judgement.ts';

/** How a codex came onto the machine, as far as its real path tells. */
export type InstallKind = 'npm' | 'homebrew' | 'standalone' | 'other';

/** One `codex` found on PATH. `version` is undefined when it does not state one. */
export type Installed = { path: string; realPath: string; kind: InstallKind; version: string | undefined };

/** Tells the kind of install from a real path (docs/codex-facts.md, "Kinds of installation"). */
export function installKind(realPath: string): InstallKind {
  const path = realPath.replaceAll('\\', '/');
  if (path.includes('/node_modules/@openai/codex')) return 'npm';
  if (path.includes('/Caskroom/') || path.includes('/Cellar/')) return 'homebrew';
  if (path.includes('/packages/standalone/')) return 'standalone';
  return 'other';
}

/**
 * Passes when whoever types `codex` gets the version under test, whichever of the installed ones
 * comes first on their PATH.
 *
 * @param installed what PATH holds, first first, one per real path
 * @param tested version of the CLI under test
 */
export function judgePath(installed: readonly Installed[], tested: string): Judgement {
  const expected = `every codex on PATH is ${tested}`;
  const [first] = installed;
  if (!first) {
    return warn({
      summary: 'no codex on PATH',
      expected,
      actual: 'none',
      remedy: 'Put the pinned codex on PATH.',
    });
  }
  const describe = (one: Installed) =>
    `${one.path} (${one.kind}, ${one.version ?? 'does not state a version'})`;
  const others = installed.filter((one) => one.version !== tested);
  if (others.length === 0) {
    const count =
      installed.length === 1 ? 'one codex on PATH' : `${installed.length} codex on PATH, all ${tested}`;
    return pass(`${count}: ${describe(first)}`);
  }
  const summary =
    first.version === tested
      ? `another codex is on PATH: ${others.map(describe).join(', ')}`
      : `typing codex runs ${first.version ?? 'a broken install'}, not the ${tested} under test`;
  return warn({
    summary,
    expected,
    actual: installed.map(describe).join(', '),
    remedy: 'Remove the other installs, or put the pinned one first on PATH.',
  });
}
