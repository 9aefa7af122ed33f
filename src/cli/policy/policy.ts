import { group } from '../program/subcommand.ts';
import { explain } from './policy-explain.ts';
import { keys } from './policy-keys.ts';
import { lint } from './policy-lint.ts';
import { models } from './policy-models.ts';
import { rules } from './policy-rules.ts';
import { who } from './policy-who.ts';

export const define = group({ subcommands: [lint, explain, who, rules, models, keys] });
