import { UsageError } from '../errors.ts';
import { cleanLine } from '../text/clean.ts';
import { splitWords } from './split-words.ts';

/** A file, and where in it to begin; line and column count from 1. */
export type PlaceToEdit = { path: string; line?: number | undefined; column?: number | undefined };

type Arguments = (path: string, line: number, column: number | undefined) => readonly string[];

const plusLine: Arguments = (path, line) => [`+${line}`, path];
const plusLineColumn =
  (between: string): Arguments =>
  (path, line, column) => [column === undefined ? `+${line}` : `+${line}${between}${column}`, path];
const afterPath: Arguments = (path, line, column) => [
  column === undefined ? `${path}:${line}` : `${path}:${line}:${column}`,
];
const goto: Arguments = (path, line, column) => ['-g', ...afterPath(path, line, column)];

/** How an editor is told where to begin, as its manual says. Any other gets the file alone. */
const editors: readonly (readonly [names: string, place: Arguments])[] = [
  ['vi vim nvim view gvim nvi mg ne joe jed mcedit', plusLine],
  ['nano pico', plusLineColumn(',')],
  ['emacs emacsclient kak micro', plusLineColumn(':')],
  ['code code-insiders codium vscodium cursor windsurf', goto],
  ['hx helix zed subl', afterPath],
];

/** Editors with a window of their own: without --wait they end before the person has written anything. */
const inWindows = new Set('code code-insiders codium vscodium cursor windsurf zed subl'.split(' '));

/**
 * The command that opens a file in the person's editor: $VISUAL, else $EDITOR, as words without a shell.
 *
 * @throws UsageError when no editor is named, or the name has a quote that is left open
 */
export function editorCommand(
  { VISUAL, EDITOR }: Readonly<Record<string, string | undefined>>,
  { path, line, column }: PlaceToEdit,
): readonly [string, ...string[]] {
  const named = VISUAL?.trim() || EDITOR?.trim();
  const [program, ...args] = splitWords(named ?? '') ?? [];
  if (program === undefined) {
    throw new UsageError(
      named ? `the editor ${cleanLine(named)} has a quote that is left open` : 'no editor is named',
      'Set VISUAL or EDITOR, such as EDITOR="code --wait".',
    );
  }
  const name = nameOf(program);
  const waits =
    inWindows.has(name) && !args.some((one) => one === '--wait' || one === '-w') ? ['--wait'] : [];
  const place = line === undefined ? undefined : editors.find(([names]) => names.split(' ').includes(name));
  return [
    program,
    ...args,
    ...waits,
    ...(place && line !== undefined ? place[1](path, line, column) : [path]),
  ];
}

/** The name of a program without its folder and the ending that it has on Windows. */
function nameOf(program: string): string {
  return (program.split(/[/\\]/).at(-1) ?? '').replace(/\.(exe|cmd|bat)$/i, '');
}
