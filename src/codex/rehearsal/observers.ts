import type { Observer } from './observer.ts';
import { observeCommands } from './surface/commands.ts';

/** Everything that looks at a CLI, each in an isolated environment of its own. */
export const observers: readonly Observer[] = [observeCommands];
