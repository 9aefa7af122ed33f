import { group } from '../program/subcommand.ts';
import { lint, rules } from './sdlc-lint.ts';

export const define = group({
  subcommands: [lint, rules],
  examples: [['codex-cockpit sdlc lint', 'judge the workflows of this repository that start Codex']],
});
