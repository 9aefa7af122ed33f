import { readCommands, type ShellCommand, type ShellWord } from '../../../base/shell/read-commands.ts';

/** An option of `codex exec`, by its long name where it has one. */
export type CodexOption = {
  name: string;
  value: string | undefined;
  word: Pick<ShellWord, 'text' | 'offset'>;
};

/** A command that starts `codex exec`. */
export type CodexCall = {
  command: ShellCommand;
  /** What a package runner fetches: the text after `@openai/codex@`, empty for none; undefined when it is installed. */
  spec: string | undefined;
  /** The word that names the program. */
  word: ShellWord;
  options: readonly CodexOption[];
  /** Words that are no options: the prompt. */
  prompt: readonly ShellWord[];
};

/** Short options and second names. */
const longNames: Readonly<Record<string, string>> = {
  '-c': '--config',
  '-m': '--model',
  '-s': '--sandbox',
  '-C': '--cd',
  '-i': '--image',
  '-p': '--profile',
  '-o': '--output-last-message',
  '-a': '--ask-for-approval',
  '--yolo': '--dangerously-bypass-approvals-and-sandbox',
};

const withValue = new Set([
  ...['--config', '--model', '--sandbox', '--cd', '--image', '--profile', '--output-last-message'],
  ...['--ask-for-approval', '--output-schema', '--add-dir', '--color', '--enable', '--disable'],
  ...['--local-provider', '--permissions-profile', '--thread-source'],
]);

/** Reads words as options and the rest, as the CLI does. */
export function readOptions<W extends Pick<ShellWord, 'text' | 'offset'>>(
  words: readonly W[],
): { options: readonly CodexOption[]; rest: readonly W[] } {
  const options: CodexOption[] = [];
  const rest: W[] = [];
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as W;
    if (word.text === '--') {
      rest.push(...words.slice(index + 1));
      break;
    }
    const long = /^(--[\w-]+)(?:=([\s\S]*))?$/.exec(word.text);
    const short = /^(-[A-Za-z])=?([\s\S]*)$/.exec(word.text);
    const written = long?.[1] ?? short?.[1];
    if (written === undefined) {
      rest.push(word);
      continue;
    }
    const name = longNames[written] ?? written;
    const joined = long ? long[2] : short?.[2] || undefined;
    const takes = withValue.has(name) && joined === undefined;
    if (takes) index += 1;
    options.push({ name, value: takes ? words[index]?.text : joined, word });
  }
  return { options, rest };
}

/** `key = value` of `--config`. */
export function configOf({ name, value }: CodexOption): { key: string; value: string } | undefined {
  if (name !== '--config' || value === undefined) return undefined;
  const at = value.indexOf('=');
  return at < 1 ? undefined : { key: value.slice(0, at).trim(), value: value.slice(at + 1).trim() };
}

/** Programs that start another one, with those of their options that take a value. */
const starters: Readonly<Record<string, readonly string[]>> = {
  sudo: ['-u', '-g', '-h', '-C', '-D', '--user', '--group'],
  env: ['-u', '-C', '--unset', '--chdir'],
  nohup: [],
  exec: ['-a'],
  command: [],
  time: ['-o', '-f'],
  nice: ['-n'],
  ionice: ['-c', '-n'],
  stdbuf: ['-i', '-o', '-e'],
  timeout: ['-k', '-s', '--signal', '--kill-after'],
  setsid: [],
  'xvfb-run': ['-s', '-n', '-e'],
  runuser: ['-u'],
};

const runners: Readonly<Record<string, readonly string[]>> = {
  npx: [],
  bunx: [],
  pnpx: [],
  npm: ['exec', 'x'],
  pnpm: ['dlx', 'exec'],
  yarn: ['dlx', 'exec'],
  bun: ['x'],
};

const nameOf = (word: string) => word.slice(word.lastIndexOf('/') + 1);

/** The words of a command after variables that it sets and the programs that only start it. */
export function startedWords(words: readonly ShellWord[]): readonly ShellWord[] {
  let at = 0;
  for (;;) {
    while (/^[A-Za-z_]\w*=/.test(words[at]?.raw ?? '')) at += 1;
    const name = nameOf(words[at]?.text ?? '');
    const withValues = starters[name];
    if (withValues === undefined) return words.slice(at);
    at += 1;
    while (words[at]?.text.startsWith('-')) {
      const option = words[at]?.text ?? '';
      at += withValues.includes(option) ? 2 : 1;
      if (option === '--') break;
    }
    if (name === 'timeout') at += 1;
  }
}

/** The command that a package runner starts, and what it fetches for it. */
function fetchedBy(words: readonly ShellWord[]): { words: readonly ShellWord[]; spec: string } | undefined {
  const verbs = runners[words[0]?.text ?? ''];
  if (verbs === undefined) return undefined;
  let at = 1;
  if (verbs.length > 0) {
    if (!verbs.includes(words[at]?.text ?? '')) return undefined;
    at += 1;
  }
  let named: string | undefined;
  while (words[at]?.text.startsWith('-')) {
    const option = words[at]?.text ?? '';
    const [, joined] = /^--package=(.*)$/.exec(option) ?? [];
    if (joined !== undefined) named = joined;
    if (option === '-p' || option === '--package') {
      named = words[at + 1]?.text;
      at += 1;
    }
    at += 1;
    if (option === '--') break;
  }
  const rest = words.slice(at);
  const own = packageSpec(rest[0]?.text ?? '');
  if (own !== undefined) return { words: rest, spec: own };
  const other = named === undefined ? undefined : packageSpec(named);
  return other === undefined ? undefined : { words: rest, spec: other };
}

/** The version in `@openai/codex@0.139.0`, empty for none; undefined for another package. */
export function packageSpec(word: string): string | undefined {
  const match = /^@openai\/codex(?:@(.*))?$/s.exec(word);
  return match ? (match[1] ?? '') : undefined;
}

/** The words after `codex-cockpit run --`, which starts what they name. */
function capturedWords(words: readonly ShellWord[]): readonly ShellWord[] {
  const at = words.findIndex(({ text }) => /^codex-cockpit(?:@.*)?$/.test(nameOf(text)));
  const end = words.findIndex(({ text }, index) => index > at && text === '--');
  const isRun = words.slice(at + 1, end).some(({ text }) => text === 'run');
  return at !== -1 && at <= 3 && end !== -1 && isRun ? words.slice(end + 1) : words;
}

/** Reads a command as a call of `codex exec`; undefined for any other. */
function codexCall(command: ShellCommand): CodexCall | undefined {
  const own = startedWords(capturedWords(startedWords(command.words)));
  const fetched = fetchedBy(own);
  const [word, ...rest] = fetched?.words ?? own;
  if (word === undefined) return undefined;
  const isCodex = nameOf(word.text) === 'codex' || packageSpec(word.text) !== undefined;
  if (!isCodex) return undefined;
  const { options, rest: words } = readOptions(rest);
  const [verb, ...prompt] = words;
  if (verb?.text !== 'exec' && verb?.text !== 'e') return undefined;
  return { command, spec: fetched?.spec, word, options, prompt };
}

/** The calls of `codex exec` in a script, those in `bash -c '…'` too. */
export function codexCalls(commands: readonly ShellCommand[]): readonly CodexCall[] {
  return commands.flatMap((command) => {
    const call = codexCall(command);
    return call === undefined ? [] : [call];
  });
}

/** The commands of a script, with those of `bash -c '…'` in their places. */
export function commandsOf(script: string): readonly ShellCommand[] {
  return readCommands(script).flatMap((command) => {
    const words = startedWords(command.words);
    const at = words.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
    const inner = /^(?:ba|z|da)?sh$/.test(nameOf(words[0]?.text ?? '')) && at > 0 ? words[at + 1] : undefined;
    if (inner === undefined) return [command];
    const from = inner.offset + (/^['"]/.test(inner.raw) ? 1 : 0);
    const moved = readCommands(inner.text).map((one) => movedBy(one, from));
    return [command, ...moved];
  });
}

function movedBy(command: ShellCommand, by: number): ShellCommand {
  const move = <T extends { offset: number }>(one: T): T => ({ ...one, offset: one.offset + by });
  return {
    ...move(command),
    words: command.words.map(move),
    writes: command.writes.map(move),
    reads: command.reads.map(move),
    given: command.given.map(move),
  };
}
