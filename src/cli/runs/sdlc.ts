import { group } from '../program/subcommand.ts';
import { init } from './sdlc-init.ts';
import { lint, rules } from './sdlc-lint.ts';

export const define = group({
  subcommands: [lint, rules, init],
  examples: [
    ['codex-cockpit sdlc lint', 'judge the workflows of this repository that start Codex'],
    ['codex-cockpit sdlc init', 'show a reviewed set of workflows, prompts and rules for it'],
  ],
});
