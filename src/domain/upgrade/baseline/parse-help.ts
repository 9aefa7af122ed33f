import type { HelpPage } from './baseline.ts';

/** Reads the names of commands and long options from a help page. */
export function parseHelp(stdout: string): HelpPage {
  const commands: string[] = [];
  const options: string[] = [];
  let section = '';
  for (const line of stdout.split('\n')) {
    const heading = /^(\S.*):$/.exec(line)?.[1];
    if (heading !== undefined) section = heading;
    // Descriptions are indented further, so two spaces mark a command, and two or six an option.
    if (section === 'Commands') pushMatch(commands, /^ {2}([a-z][a-z0-9-]*)(?:\s|$)/.exec(line));
    else pushMatch(options, /^ {2}(?:-\w, | {4})(--[a-z][a-z0-9-]*)/.exec(line));
  }
  return {
    commands: commands.filter((name) => name !== 'help').sort(),
    options: [...new Set(options)].sort(),
  };
}

function pushMatch(names: string[], match: RegExpExecArray | null): void {
  if (match?.[1] !== undefined) names.push(match[1]);
}
