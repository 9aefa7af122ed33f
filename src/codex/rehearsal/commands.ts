import { exited } from '../../domain/base/outcome.ts';
import type { Fact } from '../../domain/upgrade/rehearsal/observation.ts';
import type { Observer } from './observer.ts';

/** Placeholder of the first part of the commands: does the CLI state its version? */
export const observeCommands: Observer = {
  name: 'commands',
  areas: ['commands'],
  observe: async ({ codex, run }) => {
    const outcome = await run([codex, '--version']);
    const facts: Fact[] = exited(outcome) ? [{ key: 'codex --version', value: 'works' }] : [];
    return [{ area: 'commands', facts, gaps: [], errors: [] }];
  },
};
