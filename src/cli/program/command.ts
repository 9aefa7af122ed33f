import type { Define } from './subcommand.ts';

export { withCommonFlags, withExamples } from './flags.ts';

/** A line of the command table. The module of a command is loaded only when it is called or asked for help. */
export type CommandEntry = { name: string; summary: string; load: () => Promise<{ define: Define }> };
