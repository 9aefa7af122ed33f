import { quoteForShell } from '../../base/shell/quote-for-shell.ts';

/**
 * A script for a POSIX shell that shows one fact of a CLI. `$CODEX` is the CLI, `$CODEX_HOME` an empty folder of its own and
 * the working folder `$WORK` another one; both are removed afterwards. It exits with 0 where the fact is so.
 */
export type WitnessScript = {
  /** Files written before it runs, by a path that starts with `$CODEX_HOME/` or `$WORK/`. */
  files?: Readonly<Record<string, string>>;
  /** What runs, a command a line. */
  lines: readonly string[];
};

/** A witness that was run on both CLIs. */
export type TriedWitness = {
  /** What was run, ready to paste, on each of them. */
  script: { pin: string; candidate: string };
  /** Exit codes: 0 where the fact is so. Null where it was stopped. */
  pin: { exit: number | null; said: string };
  candidate: { exit: number | null; said: string };
  /** True when it exits with 0 on the pin and with another code on the candidate. */
  confirmed: boolean;
};

/**
 * The whole script, ready to paste: it makes the folders, writes the files, runs in a subshell and says the exit code.
 *
 * @param codex path of the CLI that it runs on
 */
export function renderWitness({ files = {}, lines }: WitnessScript, codex: string): string {
  const written = Object.entries(files).flatMap(([path, text]) => {
    const folder = path.slice(0, path.lastIndexOf('/'));
    return [
      ...(folder.includes('/') ? [`mkdir -p "${folder}"`] : []),
      `printf '%s' ${quoteForShell(text)} > "${path}"`,
    ];
  });
  return [
    '(',
    `CODEX=${quoteForShell(codex)}`,
    `WITNESS=$(mktemp -d); trap 'rm -rf "$WITNESS"' EXIT`,
    'export CODEX_HOME="$WITNESS/home"; WORK="$WITNESS/work"; mkdir "$CODEX_HOME" "$WORK"; cd "$WORK"',
    ...written,
    ...lines,
    ')',
    'code=$?; echo "exit $code"',
    '',
  ].join('\n');
}
