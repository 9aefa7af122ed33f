import type { Command } from 'commander';
import type { Host } from '../program/host.ts';
import { definePolicyExplain } from './policy-explain.ts';
import { definePolicyKeys } from './policy-keys.ts';
import { definePolicyLint } from './policy-lint.ts';
import { definePolicyModels } from './policy-models.ts';
import { definePolicyRules } from './policy-rules.ts';
import { definePolicyWho } from './policy-who.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  definePolicyLint(command, host, finish);
  definePolicyExplain(command, host, finish);
  definePolicyWho(command, host, finish);
  definePolicyRules(command, host, finish);
  definePolicyModels(command, host, finish);
  definePolicyKeys(command, host, finish);
}
