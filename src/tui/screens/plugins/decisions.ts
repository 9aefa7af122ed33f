import { acknowledgeSource, demoteSource, promoteSource } from '../../../app/plugins/decide-source.ts';
import { takeSnapshot } from '../../../app/plugins/snapshots.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import type { ShownCommand } from '../../../domain/plugins/inventory/plugin-command.ts';
import { isShownToEnd } from '../../components/text.ts';
import { chooseOne, decision, fill, oneOf, reasonField } from '../../shell/decision.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type State, tell } from '../../shell/state.ts';
import { pluginQuestions } from './questions.ts';
import { readPlugins } from './read.ts';
import { record, whileReading, whoMay } from './record.ts';
import { commandsText, plugins, selectedSource, selectedSourceState } from './rows.ts';
import { upgrades } from './upgrades.ts';

const snapshot = decision<undefined>({
  command: 'snapshot',
  keys: ['s'],
  description: 'record a snapshot of the inventory',
  footer: 'snapshot',
  disabled: whileReading,
  begin: () => ({ input: undefined }),
  confirmation: () => ({
    question: 'Record a snapshot of the plugins?',
    records: ['plugins.snapshot-taken'],
  }),
  run: async (doing) => {
    const store = await doing.writable();
    const { seq } = await record(doing, 'taking a snapshot', (request) =>
      takeSnapshot(doing.world(), store, request),
    );
    return `snapshot ${seq} is recorded`;
  },
});

/** Shows the hooks and servers of a source in full, and asks once they are on the screen. */
const acknowledge = decision<{ source: string; shown: readonly ShownCommand[] }>({
  command: 'acknowledge',
  keys: ['c'],
  description: 'read the hooks and servers of the selected source, then acknowledge them',
  disabled: whoMay('acknowledge the commands of a source'),
  begin: (state) => {
    const source = selectedSource(state) ?? '';
    const shown = plugins.of(state).commands[source] ?? [];
    if (shown.length === 0)
      return { instead: tell(state, `the plugins of ${source} run no hooks and no servers`) };
    if (state.detail?.of === 'commands') {
      return isShownToEnd(state, commandsText(shown))
        ? { input: { source, shown } }
        : { instead: tell(state, 'there is more of it below; read it to its end first') };
    }
    const opened = { ...state, detail: { of: 'commands', scroll: 0 }, search: '' };
    return { instead: tell(opened, 'read them to the end; press c again to acknowledge all of them') };
  },
  confirmation: ({ source, shown }, state) => ({
    question: `Have you looked at every hook and server of ${source}?`,
    records: [
      `source.acknowledged: ${source}, ${countOf(shown.length, 'definition')}, as ${state.me?.email ?? ''}`,
    ],
  }),
  run: async (doing, { source, shown }) => {
    const store = await doing.writable();
    const commands = await record(doing, `looking at ${source} again`, (request) =>
      acknowledgeSource(doing.world(), store, { ...request, source }, shown),
    );
    return `acknowledged ${countOf(commands.length, 'command')} of ${source}`;
  },
});

type Decided = { source: string; state: string; warnings: readonly string[] };

/** What was decided, with what is worth knowing about it. */
const decidedText = ({ source, state, warnings }: Decided) =>
  [`${source} is ${state}`, ...warnings.map((one) => `warning: ${one}`)].join('. ');

type Reasoned = { source: string; reason: string };

const reasoned = (title: (source: string) => string) => ({
  title,
  fields: () => [reasonField],
  read: ([reason = '']: readonly string[], source: string) => ({ input: { source, reason } }),
});

const promote = decision<Reasoned>({
  command: 'promote',
  keys: ['p'],
  description: 'promote the selected source one step',
  footer: 'promote',
  disabled: (state) =>
    whoMay('promote a source')(state) ??
    (selectedSourceState(state) === 'blocked' ? 'the source is blocked; B unblocks it' : undefined),
  about: selectedSource,
  form: reasoned((source) => `Promote ${source} one step`),
  confirmation: ({ source, reason }) => ({
    question: `Promote ${source}?`,
    records: [`source.decided: ${source}, one step up, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const store = await doing.writable();
    return decidedText(
      await record(doing, `promoting ${input.source}`, (request) =>
        promoteSource(doing.world(), store, { ...request, ...input }),
      ),
    );
  },
});

type LowerState = 'experiment' | 'unknown' | 'blocked';

async function takeBack(doing: Doing, input: Reasoned & { to: LowerState }): Promise<string> {
  const store = await doing.writable();
  return decidedText(
    await record(doing, `deciding on ${input.source}`, (request) =>
      demoteSource(doing.world(), store, { ...request, ...input }),
    ),
  );
}

/** Why a source cannot be taken back; undefined when it can. */
function whyNotLower(state: State): string | undefined {
  const now = selectedSourceState(state);
  if (now === 'blocked') return 'the source is blocked; B unblocks it';
  return now === 'unknown' ? 'the source is unknown already' : undefined;
}

const lowerStates = ['experiment', 'unknown'] as const;

const demote = decision<Reasoned & { to: LowerState }>({
  command: 'demote',
  keys: ['m'],
  description: 'take the selected source back to experiment or unknown',
  disabled: (state) => whoMay('demote or block a source')(state) ?? whyNotLower(state),
  about: selectedSource,
  form: {
    title: (source) => `Take ${source} back`,
    fields: (_, state) => {
      const choices = selectedSourceState(state) === 'team standard' ? lowerStates : (['unknown'] as const);
      return [{ label: 'To', value: choices[0], choices, pick: true, required: chooseOne }, reasonField];
    },
    read: ([to = '', reason = ''], source) =>
      fill((at) => ({
        source,
        to: at(0, () => oneOf(lowerStates, to)),
        reason,
      })),
  },
  confirmation: ({ source, to, reason }) => ({
    question: `Take ${source} back to ${to}?`,
    records: [`source.decided: ${source} is ${to}, because "${reason}"`],
  }),
  run: takeBack,
});

const block = decision<Reasoned>({
  command: 'block',
  keys: ['b'],
  description: 'block the selected source',
  disabled: (state) =>
    whoMay('demote or block a source')(state) ??
    (selectedSourceState(state) === 'blocked' ? 'the source is blocked already; B unblocks it' : undefined),
  about: selectedSource,
  form: reasoned((source) => `Block ${source}`),
  confirmation: ({ source, reason }) => ({
    question: `Say that no one may use ${source}?`,
    records: [`source.decided: ${source} is blocked, because "${reason}"`],
  }),
  run: (doing, input) => takeBack(doing, { ...input, to: 'blocked' }),
});

const unblock = decision<Reasoned>({
  command: 'unblock',
  keys: ['B'],
  description: 'unblock the selected source: it is unknown then',
  disabled: (state) =>
    whoMay('demote or block a source')(state) ??
    (selectedSourceState(state) === 'blocked' ? undefined : 'the source is not blocked'),
  about: selectedSource,
  form: reasoned((source) => `Unblock ${source}`),
  confirmation: ({ source, reason }) => ({
    question: `Unblock ${source}?`,
    records: [`source.decided: ${source} is unknown, because "${reason}"`],
  }),
  run: (doing, input) => takeBack(doing, { ...input, to: 'unknown' }),
});

/** Looking at the plugins, and deciding on their sources. */
export const pluginsKeys: readonly Binding[] = [
  {
    command: 'read-plugins',
    keys: ['r'],
    description: 'take the inventory of the plugins',
    footer: 'read',
    disabled: whileReading,
    press: readPlugins,
  },
  {
    command: 'plugin-diff',
    keys: ['d'],
    description: 'what changed since the newest snapshot',
    footer: 'diff',
    disabled: (state) => (plugins.of(state).diff ? undefined : 'there is no snapshot to compare with'),
    press: (state) => [{ ...state, detail: { of: 'diff', scroll: 0 }, search: '' }],
  },
  ...pluginQuestions,
  snapshot,
  ...upgrades,
  acknowledge,
  promote,
  demote,
  block,
  unblock,
];
