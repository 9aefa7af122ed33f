import { addAll, type Found } from './found.ts';

/** An argument of a call. `isFixed`: it stands there as it is, without a variable. */
export type Word = { text: string; offset: number; isFixed: boolean };

const program = /^(?:.*[\\/])?codex(?:\.(?:exe|cmd|ps1|js))?$/;
const packaged = /^(?:npm:)?@openai\/codex(?:@.*)?$/;
const variable = /^\$\{?CODEX(?:_(?:BIN|CLI|CMD|COMMAND|EXE|PATH))?\}?$/;

/** Whether a word starts the Codex CLI: its name, a path to it, its package, or a variable named after it. */
export function startsCodex(word: string): boolean {
  return program.test(word) || packaged.test(word) || variable.test(word);
}

/** Options that take a value in every version, so that the next word is no command. */
const withValue = new Set([
  ...['-c', '--config', '-m', '--model', '-p', '--profile', '-s', '--sandbox', '-a', '--ask-for-approval'],
  ...['-C', '--cd', '-i', '--image', '--add-dir', '--enable', '--disable', '--local-provider', '--listen'],
  ...['-o', '--output-last-message', '--output-schema', '--color', '-P', '--permission-profile', '--out'],
]);

/** Settings that an option is another way to write. */
const settingOf: Readonly<Record<string, string>> = {
  '-m': 'model',
  '--model': 'model',
  '-a': 'approval_policy',
  '--ask-for-approval': 'approval_policy',
  '-s': 'sandbox_mode',
  '--sandbox': 'sandbox_mode',
};

/** Commands have at most this many words. */
const deepest = 3;

/**
 * What a call of the CLI uses. A word may be a command or the beginning of a prompt, which only the CLI can tell, so it
 * counts as a command, and an option as one of each command that it may belong to.
 *
 * @param words those after the program
 */
export function usesOfCall(words: readonly Word[]): readonly Found[] {
  const found: Found[] = [];
  const commands: string[] = [''];
  let inPrompt = false;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] as Word;
    if (word.text === '--') break;
    if (/^-\w|^--\w/.test(word.text)) {
      const { name, attached } = splitOption(word.text);
      const next = words[index + 1];
      const value = attached ?? (next && !next.text.startsWith('-') ? next.text : undefined);
      if (attached === undefined && withValue.has(name)) index += 1;
      const scopes = commands.length === 1 ? commands : commands.slice(1);
      addAll(found, optionUses(scopes, { name, value, offset: word.offset }));
    } else if (
      !inPrompt &&
      word.isFixed &&
      commands.length <= deepest &&
      /^[a-z][a-z0-9-]*$/.test(word.text)
    ) {
      const command = `${commands.at(-1)} ${word.text}`.trimStart();
      commands.push(command);
      found.push({ kind: 'command', name: command, offset: word.offset });
    } else {
      if (commands[1] === 'plugin' && /^[\w.-]+@[\w.-]+$/.test(word.text))
        found.push({ kind: 'plugin', name: word.text, offset: word.offset });
      inPrompt = true;
    }
  }
  return found;
}

/** `--sandbox=read-only` and `-m` with its value right after it have their value in the same word. */
function splitOption(text: string): { name: string; attached: string | undefined } {
  const [, name = text, attached] = /^(--[^=]+|-\w)=?(.+)?$/s.exec(text) ?? [];
  return { name, attached };
}

function optionUses(
  scopes: readonly string[],
  { name, value, offset }: { name: string; value: string | undefined; offset: number },
): readonly Found[] {
  const options = scopes.flatMap((scope): readonly Found[] => {
    const full = `${scope} ${name}`.trimStart();
    return [
      { kind: 'option', name: full, offset },
      ...(value === undefined || /[\s$]/.test(value)
        ? []
        : [{ kind: 'option' as const, name: `${full}=${value}`, offset }]),
    ];
  });
  return value === undefined ? options : [...options, ...meaningOf(name, value, offset)];
}

function meaningOf(name: string, value: string, offset: number): readonly Found[] {
  if (name === '--enable' || name === '--disable') return [{ kind: 'feature', name: value, offset }];
  if (name === '-c' || name === '--config') {
    const [, key, text] = /^\s*([\w.-]+)\s*=\s*(.*)$/s.exec(value) ?? [];
    return key === undefined ? [] : settingUses(key, text?.trim().replace(/^(["'])(.*)\1$/s, '$2'), offset);
  }
  const setting = settingOf[name];
  return setting === undefined ? [] : settingUses(setting, value, offset);
}

/** A setting by its key, and with its value when that is given. Features and models are named as such too. */
export function settingUses(key: string, value: string | undefined, offset: number): readonly Found[] {
  const feature = /^features\.(\w+)$/.exec(key)?.[1];
  return [
    { kind: 'setting', name: key, offset },
    ...(value === undefined ? [] : [{ kind: 'setting' as const, name: `${key}=${value}`, offset }]),
    ...(feature === undefined ? [] : [{ kind: 'feature' as const, name: feature, offset }]),
    ...(value !== undefined && /(?:^|[._])model$/.test(key)
      ? [{ kind: 'model' as const, name: value, offset }]
      : []),
  ];
}
