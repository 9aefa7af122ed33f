import type { Command } from 'commander';
import { keyPath } from '../../app/history/checkpoints/signing-key.ts';
import { beginRollout } from '../../app/rollout/begin-rollout.ts';
import { openWritableHistory } from '../../app/world/session.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { renderRolloutJson } from '../../report/rollout/json.ts';
import { withCommonFlags, withExamples } from '../program/command.ts';
import type { CommonFlags, Host } from '../program/host.ts';

export function define(command: Command, host: Host, finish: (exitCode: number) => void): void {
  withCommonFlags(command)
    .option('--name <name>', 'what the rollout is called', 'Codex rollout')
    .option('--pin <version>', 'the CLI version to agree on', DEFAULT_PIN)
    .action(async (_, command: Command) => finish(await init(host, command.optsWithGlobals())));
  withExamples(command, [
    ['codex-cockpit init --name "Acme rollout"', `start a rollout that pins ${DEFAULT_PIN}`],
    ['codex-cockpit init --pin 0.150.0 --db ./acme.db', 'another pin, in a database of its own'],
  ]);
}

async function init(host: Host, flags: CommonFlags & { name: string; pin: string }): Promise<number> {
  const store = await openWritableHistory(host.world, flags);
  try {
    const rollout = await beginRollout(host.world, store, flags);
    if (flags.json) {
      host.out(renderRolloutJson(rollout));
    } else {
      host.out(`Started "${rollout.name}" with pin ${rollout.pin}, as ${rollout.startedBy}.\n`);
      if (!flags.quiet) host.talk(advice(keyPath(store.path)));
    }
    return 0;
  } finally {
    await store.close();
  }
}

function advice(key: string): string {
  return [
    `The key that signs checkpoints is ${key}; keep a copy of it apart from the database.`,
    'Keep checkpoints where others cannot change them: codex-cockpit audit checkpoint --remember PATH',
    'Next: codex-cockpit next',
    '',
  ].join('\n');
}
