import type { Place } from '../../../base/documents/place.ts';
import { readCommands } from '../../../base/shell/read-commands.ts';
import { type CodexOption, readOptions } from './codex-call.ts';
import { inputOf, type Step } from './pipeline.ts';

/** The arguments that a step of the action adds. */
export type CodexArgs = {
  options: readonly CodexOption[];
  /** Whether they are a JSON array that the action refuses. */
  isBroken: boolean;
  place: Place;
  placeOf: (option: CodexOption) => Place;
};

/** Reads `codex-args`: a JSON array when it begins with `[`, else words of a shell. */
export function argsOfStep(step: Step): CodexArgs {
  const input = inputOf(step, 'codex-args')?.value;
  const place = input?.place ?? step.place;
  const text = input?.text ?? '';
  const words = text.trim().startsWith('[') ? wordsOfArray(text) : wordsOfShell(text);
  return {
    options: readOptions(words ?? []).options,
    isBroken: words === undefined,
    place,
    placeOf: ({ word }) => input?.placeAt(word.offset) ?? place,
  };
}

type Word = { text: string; offset: number };

function wordsOfShell(text: string): readonly Word[] {
  return readCommands(text.replaceAll('\n', ' ')).flatMap(({ words }) => words);
}

function wordsOfArray(text: string): readonly Word[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    // An expression in the array is filled in before it is read.
    return text.includes('${{') ? [] : undefined;
  }
  if (!Array.isArray(read) || !read.every((one): one is string => typeof one === 'string')) return undefined;
  let from = 0;
  return read.map((one) => {
    const offset = Math.max(0, text.indexOf(JSON.stringify(one).slice(1, -1), from));
    from = offset + 1;
    return { text: one, offset };
  });
}
