import { keyPath } from '../../app/history/checkpoints/signing-key.ts';
import { beginRollout } from '../../app/rollout/begin-rollout.ts';
import { readNewRollout } from '../../app/rollout/start-rollout.ts';
import { DEFAULT_PIN } from '../../domain/rollout/rollout.ts';
import { renderRolloutJson } from '../../report/rollout/rollout.ts';
import { readFlag } from '../program/flags.ts';
import { action } from '../program/subcommand.ts';

export const define = action({
  flags: {
    name: readFlag('--name <name>', 'the name of the rollout', String, 'Codex rollout'),
    pin: readFlag('--pin <version>', 'the CLI version that everybody is to use', String, DEFAULT_PIN),
  },
  run: (given, { world, record }) => {
    // To record makes a database.
    const asked = readNewRollout(given);
    return record(async (store) => ({
      rollout: await beginRollout(world, store, asked),
      key: keyPath(store.path),
    }));
  },
  text: ({ rollout: { name, pin, startedBy } }) => `Started "${name}" with pin ${pin}, as ${startedBy}.\n`,
  json: ({ rollout }) => renderRolloutJson(rollout),
  advice: ({ key }) =>
    [
      `The key that signs checkpoints is ${key}; keep a copy of it apart from the database.`,
      'Keep checkpoints where others cannot change them: codex-cockpit audit checkpoint --remember PATH',
      'Next: codex-cockpit next',
      '',
    ].join('\n'),
  examples: [
    ['codex-cockpit init --name "Acme rollout"', `start a rollout that pins ${DEFAULT_PIN}`],
    ['codex-cockpit init --pin 0.150.0 --db ./acme.db', 'another pin, in a separate database'],
  ],
});
