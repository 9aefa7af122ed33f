import { type Command, InvalidArgumentError } from 'commander';
import { readNext } from '../../app/rollout/read-next.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderNext } from '../../report/rollout/next.ts';
import { actionFields } from '../../report/rollout/rollout-fields.ts';
import { reading } from '../history/with-history.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

type NextFlags = CommonFlags & { person?: string; limit: number };

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command)
    .option('--person <email>', 'for somebody else (default: you)')
    .option('-n, --limit <count>', 'how many to name', wholeNumber, 5)
    .action(async (_, command: Command) => finish(await next(host, command.optsWithGlobals())));
  withExamples(command, [
    ['codex-cockpit next', 'the few most useful things that you could do now'],
    ['codex-cockpit next --person bob@example.com', 'what Bob is awaited for'],
  ]);
}

async function next(host: Host, flags: NextFlags): Promise<number> {
  const { person, roles, actions } = await reading(host, flags, (store) =>
    readNext(host.world, store, flags.person),
  );
  const few = actions.slice(0, flags.limit);
  if (flags.json) {
    const fields = { person, roles, actions: few.map(actionFields), more: actions.length - few.length };
    host.out(jsonDocument('next', fields));
  } else {
    host.out(
      renderNext({ person: cleanLine(person), roles, actions: few, more: actions.length - few.length }),
    );
  }
  return 0;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.');
  return Number(text);
}
