/** An option of a help page. */
type HelpOption = {
  /** `--sandbox` */
  name: string;
  /** `-s` */
  short: string | undefined;
  takesValue: boolean;
  /** The only values that it takes; empty when it takes any. */
  values: readonly string[];
};

/** A help page with all that it says of names. */
export type FullHelpPage = {
  commands: readonly { name: string; aliases: readonly string[] }[];
  options: readonly HelpOption[];
  /** The command takes a word that is not a command of it as a prompt. */
  takesPrompt: boolean;
};

/** Reads a help page: its commands with their other names, and its long options with the values that they take. */
export function readHelpPage(stdout: string): FullHelpPage {
  const commands: { name: string; text: string }[] = [];
  const options: { name: string; short: string | undefined; value: string; text: string }[] = [];
  let section = '';
  let current: { text: string } | undefined;
  for (const line of stdout.split('\n')) {
    const heading = /^(\S.*):$/.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading;
      current = undefined;
    }
    // Descriptions are indented further, so two spaces mark a command, and two or six an option.
    const [, command] = (section === 'Commands' && /^ {2}([a-z][a-z0-9-]*)(?:\s|$)/.exec(line)) || [];
    const [, short, option, value = ''] =
      (section !== 'Commands' && /^ {2}(?:(-\w), | {4})(--[a-z][a-z0-9-]*)(.*)$/.exec(line)) || [];
    if (command !== undefined) {
      const entry = { name: command, text: '' };
      commands.push(entry);
      current = entry;
    }
    if (option !== undefined) {
      const entry = { name: option, short, value, text: '' };
      options.push(entry);
      current = entry;
    }
    if (current) current.text += `${line.trim()}\n`;
  }
  return {
    commands: commands
      .filter(({ name }) => name !== 'help')
      .map(({ name, text }) => ({ name, aliases: listIn(/\[aliases:([^\]]*)\]/, text) })),
    options: options.map(({ name, short, value, text }) => ({
      name,
      short,
      takesValue: value.trimStart().startsWith('<'),
      values: [
        ...listIn(/\[possible values:([^\]]*)\]/, text),
        ...[...(text.split(/^Possible values:$/m)[1] ?? '').matchAll(/^- ([\w-]+)(?::|$)/gm)].map(
          ([, one = '']) => one,
        ),
      ],
    })),
    takesPrompt: /^(?:Usage:)?\s+codex\b.*\[PROMPT\]/m.test(stdout),
  };
}

function listIn(pattern: RegExp, text: string): readonly string[] {
  const [, list = ''] = pattern.exec(text) ?? [];
  return list
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
