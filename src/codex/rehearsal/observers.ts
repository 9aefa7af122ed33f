import { observeCommands } from './commands.ts';
import type { Observer } from './observer.ts';

/** Everything that looks at a CLI, each in an isolated environment of its own. */
export const observers: readonly Observer[] = [observeCommands];
