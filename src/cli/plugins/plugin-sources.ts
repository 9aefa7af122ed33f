import {
  acknowledgeSource,
  type DecidedSource,
  demoteSource,
  promoteSource,
  readCommands,
  readSources,
} from '../../app/plugins/decide-source.ts';
import { readInventory } from '../../app/plugins/read-inventory.ts';
import { teamRequirements } from '../../app/plugins/team-requirements.ts';
import { jsonDocument } from '../../report/base/json-document.ts';
import { renderCommands, renderSources } from '../../report/plugins/sources.ts';
import { arg, choiceFlag, codexFlag, flag, reasonFlag } from '../program/flags.ts';
import { subcommand } from '../program/subcommand.ts';
import { inventoryRequest } from './inventory-request.ts';

const sourceArg = arg('<source>', 'the marketplace');

const decided = {
  text: ({ source, state, seq, warnings }: DecidedSource) =>
    [`${source} is ${state} (entry ${seq}).`, ...warnings.map((one) => `warning: ${one}`), ''].join('\n'),
  json: ({ source, state, seq, warnings }: DecidedSource) =>
    jsonDocument('plugin-source', { source, state, entry: seq, warnings }),
};

/** `plugin sources` */
export const sources = subcommand({
  name: 'sources',
  summary: 'the trust level of each source, and what it lacks for the next one',
  flags: { codex: codexFlag },
  run: async (given, call) => {
    const inventory = await readInventory(call.world, inventoryRequest(given, call));
    return call.read((store) => readSources(call.world, store, inventory));
  },
  text: (found, { paint }) => renderSources(found, paint),
  json: (found) => jsonDocument('plugin-sources', { sources: found }),
  exit: (found) =>
    found.some(({ drifted, state }) => state === 'team standard' && drifted.length > 0) ? 1 : 0,
});

/** `plugin acknowledge` */
export const acknowledge = subcommand({
  name: 'acknowledge',
  summary: 'show every hook and server of a source in full; with --yes the security owner records that',
  args: { source: sourceArg },
  flags: { yes: flag('--yes', 'record that you looked at all of them'), codex: codexFlag },
  run: async ({ source, yes, ...given }, call) => {
    const { host, world, paint } = call;
    const asked = { source, ...inventoryRequest(given, call) };
    const shown = await call.read((store) => readCommands(world, store, asked));
    // They are shown before it is recorded that they were.
    if (!given.json) host.out(renderCommands(shown, paint));
    if (yes) await call.record((store) => acknowledgeSource(world, store, asked, shown));
    const isOpen = !yes && shown.some(({ state }) => state !== 'acknowledged');
    if (isOpen)
      host.message('Nothing is recorded. To acknowledge all of these: the same command with --yes.\n');
    return { shown, isOpen };
  },
  text: () => '',
  json: ({ shown }, { given: { source, yes } }) =>
    jsonDocument('plugin-acknowledgement', { source, recorded: yes, commands: shown }),
  exit: ({ isOpen }) => (isOpen ? 1 : 0),
});

/** `plugin promote` */
export const promote = subcommand({
  name: 'promote',
  summary: 'one step: unknown to experiment, experiment to team standard',
  args: { source: sourceArg },
  flags: { reason: reasonFlag, codex: codexFlag },
  run: ({ source, reason, ...given }, call) =>
    call.record((store) =>
      promoteSource(call.world, store, { source, reason, ...inventoryRequest(given, call) }),
    ),
  ...decided,
});

/** `plugin demote` */
export const demote = subcommand({
  name: 'demote',
  summary: 'return a source to experiment or unknown',
  args: { source: sourceArg },
  flags: {
    to: choiceFlag('--to <state>', 'the new state', ['experiment', 'unknown'], 'experiment'),
    reason: reasonFlag,
    codex: codexFlag,
  },
  run: ({ source, to, reason, ...given }, call) =>
    call.record((store) =>
      demoteSource(call.world, store, { source, to, reason, ...inventoryRequest(given, call) }),
    ),
  ...decided,
});

/** `plugin block` */
export const block = subcommand({
  name: 'block',
  summary: 'record that no one may use a source',
  args: { source: sourceArg },
  flags: { reason: reasonFlag, codex: codexFlag },
  run: ({ source, reason, ...given }, call) =>
    call.record((store) =>
      demoteSource(call.world, store, {
        source,
        to: 'blocked',
        reason,
        ...inventoryRequest(given, call),
      }),
    ),
  ...decided,
});

/** `plugin requirements` */
export const requirements = subcommand({
  name: 'requirements',
  summary: 'a fragment of requirements.toml that allows only the team standards',
  flags: { codex: codexFlag },
  run: (given, call) =>
    call.read((store) => teamRequirements(call.world, store, inventoryRequest(given, call))),
  text: ({ fragment }) => `${fragment}\n`,
  json: ({ promoted, fragment }) => jsonDocument('plugin-requirements', { sources: promoted, fragment }),
});
