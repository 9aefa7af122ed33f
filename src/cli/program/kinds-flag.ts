import type { Command } from 'commander';

/** Where the kinds of artifacts are declared. */
export type KindFlags = { artifacts?: string };

/** Adds `--artifacts`. */
export function withKindsFlag(command: Command): Command {
  return command.option(
    '--artifacts <file>',
    'kinds of your own (default: artifacts.yaml, when it is there)',
  );
}
