import type { Place } from '../../../base/documents/place.ts';
import { argsOfStep } from './codex-args.ts';
import { type CodexOption, configOf } from './codex-call.ts';
import { actionSteps, codexCommands, type Pipeline, placeInScript, type Step } from './pipeline.ts';

/** An option that Codex is started with, by the action or by a command. */
export type GivenOption = { option: CodexOption; place: Place; step: Step };

/** Every option that a pipeline starts Codex with. */
export function givenOptions(pipeline: Pipeline): readonly GivenOption[] {
  const byAction = actionSteps(pipeline).flatMap(({ step }) => {
    const { options, placeOf } = argsOfStep(step);
    return options.map((option) => ({ option, place: placeOf(option), step }));
  });
  const byCommand = codexCommands(pipeline).flatMap(({ step, call }) =>
    call.options.map((option) => ({ option, place: placeInScript(step, option.word.offset), step })),
  );
  return [...byAction, ...byCommand];
}

/** A key of the configuration that a pipeline sets: by `--config`, or in a file that it writes. */
export type Setting = { key: string; value: string; place: Place; isWritten: boolean };

/** Every key of the configuration that a pipeline sets. */
export function settingsOf(pipeline: Pipeline): readonly Setting[] {
  const given = givenOptions(pipeline).flatMap(({ option, place }) => {
    const config = configOf(option);
    return config === undefined ? [] : [{ ...config, place, isWritten: false }];
  });
  const written = pipeline.jobs.flatMap(({ steps }) => steps.flatMap(writtenSettings));
  return [...given, ...written];
}

/** The keys of the configuration that a step writes to a `config.toml`, with `<<`, `echo` or `printf`. */
export function writtenSettings(step: Step): readonly Setting[] {
  return step.commands.flatMap(({ words, writes, given }) => {
    const named = [...writes, ...(words[0]?.text === 'tee' ? words.slice(1) : [])];
    if (!named.some(({ text }) => /(?:^|\/)config\.toml$|\.codex\/.*\.toml$/.test(text))) return [];
    const isPrinted = words[0]?.text === 'echo' || words[0]?.text === 'printf';
    const texts = [...given, ...(isPrinted ? words.slice(1) : [])];
    return texts.flatMap(({ text, offset }) =>
      tomlLines(text).map(({ at, ...line }) => ({
        ...line,
        place: placeInScript(step, offset + at),
        isWritten: true,
      })),
    );
  });
}

/**
 * The lines `key = value` of TOML, each key with its table, and the tables themselves with an empty value. A text with
 * variables of a shell is no TOML, so that it is not parsed as such.
 */
function tomlLines(text: string): readonly { key: string; value: string; at: number }[] {
  const found: { key: string; value: string; at: number }[] = [];
  let table = '';
  let at = 0;
  for (const line of text.split(/\n|\\n/)) {
    const [, header] = /^\s*\[\[?\s*([^\]]+?)\s*\]\]?/.exec(line) ?? [];
    const [, key, value] = /^\s*([\w."'-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    const offset = at + Math.max(0, line.search(/\S/));
    if (header !== undefined) {
      table = plainKey(header);
      found.push({ key: table, value: '', at: offset });
    } else if (key !== undefined && value !== undefined) {
      found.push({ key: table === '' ? plainKey(key) : `${table}.${plainKey(key)}`, value, at: offset });
    }
    at += line.length + 1;
  }
  return found;
}

const plainKey = (key: string) => key.replace(/["']/g, '').replace(/\s+/g, '');

/** The text of a value of TOML, without its quotes. */
export const plainValue = (value: string): string => /^["']?([^"'#]*)/.exec(value)?.[1]?.trim() ?? '';
