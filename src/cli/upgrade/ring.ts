import {
  openRing,
  planRings,
  readRingPlan,
  readWaves,
  recordIncident,
} from '../../app/upgrade/rings/rings.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderRingPlan, renderWaves, renderWavesJson } from '../../report/upgrade/rings.ts';
import { arg, flag, reasonFlag, requiredFlag } from '../program/flags.ts';
import { group, subcommand } from '../program/subcommand.ts';

const list = subcommand({
  name: 'list',
  summary: 'how far the pin is rolled out, ring by ring, and machines that no decision explains',
  isDefault: true,
  run: (_, { world, readExisting }) =>
    readExisting(async (store) => ({
      waves: await readWaves(world, store),
      source: (await readRingPlan(store)).source,
    })),
  text: ({ waves, source }) => renderWaves(waves, source),
  json: ({ waves, source }) => renderWavesJson(waves, source),
  exit: ({ waves }) => (waves.strays.length > 0 ? 1 : 0),
  notes: 'Exit codes: 0 as decided, 1 a machine moved on its own.',
});

const plan = subcommand({
  name: 'plan',
  summary: 'record the rings of a file, or show those that count',
  args: { file: arg('[file]', 'a plan as YAML (data/schemas/rings.schema.json)') },
  run: ({ file }, { world, read, record }) =>
    file === undefined
      ? read((store) => readRingPlan(store))
      : record((store) => planRings(world, store, file)),
  text: ({ rings, source }) => `${source}\n${renderRingPlan(rings)}`,
  json: ({ rings, source }) => jsonDocument('ring-plan', { source, rings }),
});

const open = subcommand({
  name: 'open',
  summary: 'open the next ring for the pin, once the rules of the rings before it are met',
  args: { ring: arg('<ring>') },
  flags: { reason: reasonFlag },
  run: ({ ring, reason }, { world, record }) => record((store) => openRing(world, store, { ring, reason })),
  text: (waves) => renderWaves(waves, 'after the decision'),
  json: (waves) => renderWavesJson(waves, 'after the decision'),
});

const incident = subcommand({
  name: 'incident',
  summary: 'record that something went wrong in a ring with the pin',
  args: { ring: arg('<ring>') },
  flags: {
    note: requiredFlag('--note <text>', 'what went wrong'),
    machine: flag('--machine <name>', 'on which machine'),
  },
  run: ({ ring, note, machine }, { world, record }) =>
    record((store) => recordIncident(world, store, { ring, note, machine })),
  text: (waves) => renderWaves(waves, 'after the incident'),
  json: (waves) => renderWavesJson(waves, 'after the incident'),
});

export const define = group({
  subcommands: [list, plan, open, incident],
  examples: [
    ['codex-cockpit ring plan rings.yaml', 'canary, early, all: which machines, and what each ring asks for'],
    [
      'codex-cockpit check --report "$(hostname).json"',
      'on a machine: what its CLI is and what the suite says',
    ],
    ['codex-cockpit upgrade report add reports/*.json', 'the reports of all machines'],
    [
      'codex-cockpit ring open early --reason "two quiet days"',
      'refused while the rule of canary is not met',
    ],
  ],
});
