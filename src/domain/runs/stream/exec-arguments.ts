import { redactOutput } from '../../base/redact/redact.ts';
import { redactAt } from '../../base/redact/redact-value.ts';
import { cleanLine } from '../../base/text/clean.ts';

/** What the arguments of a `codex exec` say. */
export type ExecArguments = {
  /** Where `exec` is among them; -1 where it is not. */
  at: number;
  /** The word where `exec` was expected; undefined when there is none. */
  command: string | undefined;
  /** Such as `resume` or `review`; undefined for a new session. */
  subcommand: string | undefined;
  /** The prompt, where it is an argument. */
  prompt: string | undefined;
  /** Whether the prompt is read from stdin: it is `-`, or there is none and the run needs one. */
  promptOnStdin: boolean;
  /** Whether it prints events. */
  json: boolean;
  /** Whether it only prints help or a version. */
  asksHelp: boolean;
  ephemeral: boolean;
  ignoresUserConfig: boolean;
  ignoresRules: boolean;
  folder: string | undefined;
  profile: string | undefined;
  model: string | undefined;
  sandbox: string | undefined;
  approval: string | undefined;
  outputSchema: string | undefined;
  /** The same arguments to be recorded: redacted, with `<prompt>` for the prompt. */
  shown: readonly string[];
};

/** Options that take a value, by the name that they have here; of the CLI from 0.120.0 to 0.169.0. */
const valued: Readonly<Record<string, string>> = {
  '-c': 'config',
  '--config': 'config',
  '--enable': 'enable',
  '--disable': 'disable',
  '-i': 'image',
  '--image': 'image',
  '-m': 'model',
  '--model': 'model',
  '--local-provider': 'provider',
  '-p': 'profile',
  '--profile': 'profile',
  '-s': 'sandbox',
  '--sandbox': 'sandbox',
  '-a': 'approval',
  '--ask-for-approval': 'approval',
  '-C': 'folder',
  '--cd': 'folder',
  '--add-dir': 'add-dir',
  '--output-schema': 'schema',
  '--color': 'color',
  '-o': 'last',
  '--output-last-message': 'last',
  '--remote': 'remote',
  '--remote-auth-token-env': 'remote-env',
  '--thread-source': 'source',
  '--cyber-access-program': 'program',
  '--base': 'base',
  '--commit': 'commit',
  '--title': 'title',
};

const subcommands = ['resume', 'fork', 'review', 'help'];

type Word = { text: string; is: 'option' | 'value' | 'word'; name?: string };

/**
 * Reads the arguments after `codex`. A word that this does not know is left as it is: the CLI judges it, and this only says
 * what is recorded.
 */
export function readExecArguments(args: readonly string[]): ExecArguments {
  const words = readWords(args);
  const at = words.findIndex(({ is }) => is === 'word');
  const isExec = args[at] === 'exec' || args[at] === 'e';
  const rest = words
    .map((word, index) => ({ ...word, index }))
    .filter(({ is, index }) => is === 'word' && index > at);
  const [first] = rest;
  const subcommand = first && subcommands.includes(first.text) ? first.text : undefined;
  // `resume` and `fork` take the session before the prompt, unless the newest one is meant.
  const takesSession = subcommand === 'resume' || subcommand === 'fork';
  const skipped = (subcommand ? 1 : 0) + (takesSession && !args.includes('--last') ? 1 : 0);
  const prompt = rest[skipped];
  const givenFor = (name: string) =>
    words.findLast((word) => word.is === 'value' && word.name === name)?.text;
  const has = (...names: string[]) => words.some(({ text, is }) => is === 'option' && names.includes(text));
  return {
    at: isExec ? at : -1,
    command: args[at],
    subcommand,
    prompt: prompt?.text === '-' ? undefined : prompt?.text,
    promptOnStdin: prompt === undefined ? subcommand === undefined : prompt.text === '-',
    json: has('--json', '--experimental-json'),
    asksHelp: has('-h', '--help', '-V', '--version') || subcommand === 'help',
    ephemeral: has('--ephemeral'),
    ignoresUserConfig: has('--ignore-user-config'),
    ignoresRules: has('--ignore-rules'),
    folder: givenFor('folder'),
    profile: givenFor('profile'),
    model: givenFor('model') ?? configured(words, 'model'),
    sandbox: sandboxOf(has) ?? givenFor('sandbox') ?? configured(words, 'sandbox_mode'),
    approval: has('--dangerously-bypass-approvals-and-sandbox', '--yolo')
      ? 'never'
      : (givenFor('approval') ?? configured(words, 'approval_policy')),
    outputSchema: givenFor('schema'),
    shown: show(args, prompt?.text === '-' ? undefined : prompt?.index),
  };
}

/** The arguments with which the CLI prints events. */
export function withJson(
  args: readonly string[],
  { at, json }: Pick<ExecArguments, 'at' | 'json'>,
): string[] {
  return json ? [...args] : args.toSpliced(at + 1, 0, '--json');
}

function sandboxOf(has: (...names: string[]) => boolean): string | undefined {
  if (has('--dangerously-bypass-approvals-and-sandbox', '--yolo')) return 'danger-full-access';
  return has('--full-auto') ? 'workspace-write' : undefined;
}

/** What `-c name=value` sets, as far as it is one word. */
function configured(words: readonly Word[], name: string): string | undefined {
  const set = words.findLast((word) => word.name === 'config' && word.text.startsWith(`${name}=`));
  return set && /^"?([\w.:-]+)"?$/.exec(set.text.slice(name.length + 1).trim())?.[1];
}

/** Each argument with what it is. `--name=value` is both an option and its value, and counts as the value. */
function readWords(args: readonly string[]): Word[] {
  const words: Word[] = [];
  let takes: string | undefined;
  let onlyWords = false;
  for (const text of args) {
    const [option = '', ...value] = text.split('=');
    const short = /^-[a-zA-Z]./.test(text) ? valued[text.slice(0, 2)] : undefined;
    if (onlyWords) words.push({ text, is: 'word' });
    else if (takes !== undefined && (takes !== 'image' || !text.startsWith('-'))) {
      words.push({ text, is: 'value', name: takes });
      // An option for images takes every word up to the next option.
      if (takes !== 'image') takes = undefined;
    } else {
      takes = undefined;
      if (text === '--') {
        onlyWords = true;
        words.push({ text, is: 'option' });
      } else if (valued[text] !== undefined) {
        takes = valued[text];
        words.push({ text, is: 'option' });
      } else if (text.startsWith('--') && value.length > 0 && valued[option] !== undefined)
        words.push({ text: value.join('='), is: 'value', name: valued[option] });
      else if (short !== undefined)
        words.push({ text: text.slice(2).replace(/^=/, ''), is: 'value', name: short });
      else words.push({ text, is: text.startsWith('-') && text !== '-' ? 'option' : 'word' });
    }
  }
  return words;
}

/** Longest argument that is recorded; a longer one is cut. */
const mostShown = 500;

function show(args: readonly string[], prompt: number | undefined): readonly string[] {
  return args.map((text, index) => {
    if (index === prompt) return '<prompt>';
    const cut = cleanLine(text).slice(0, mostShown);
    const [, name, value] = /^((?:--config=|-c)?[\w.-]+)=(.*)$/.exec(cut) ?? [];
    if (name === undefined || value === undefined) return redactOutput(cut);
    const path = name.replace(/^(?:--config=|-c)/, '').split('.');
    const told = String(redactAt(path, value));
    return redactOutput(`${name}=${told}`);
  });
}
