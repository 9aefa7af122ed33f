import { acknowledgeSource, demoteSource, promoteSource } from '../../../app/plugins/decide-source.ts';
import { reviewUpgrade } from '../../../app/plugins/review-upgrade.ts';
import { takeSnapshot } from '../../../app/plugins/snapshots.ts';
import type { Act } from '../../../domain/people/act.ts';
import type { ShownCommand } from '../../../domain/plugins/inventory/plugin-command.ts';
import { isShownToEnd } from '../../components/text.ts';
import { decision, fill, reasonField, requireReason } from '../../shell/decision.ts';
import { withoutRole } from '../../shell/guards.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type State, tell } from '../../shell/state.ts';
import { readPlugins, surveyPlugins } from './read.ts';
import { commandsText, plugins, selectedSource } from './rows.ts';

const whileReading = (state: State) => (plugins.of(state).reading ? 'the plugins are being read' : undefined);

const withoutSource = (state: State) =>
  whileReading(state) ?? (selectedSource(state) ? undefined : 'no source is selected');

const whoMay = (act: Act) => (state: State) => withoutSource(state) ?? withoutRole(act)(state);

/** Records something about the plugins, and takes their inventory again. */
async function record<T>(
  doing: Doing,
  work: (request: { codex: string | undefined; signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const made = await work({ codex: doing.codex, signal: new AbortController().signal });
  await surveyPlugins(doing);
  return made;
}

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
    const { seq } = await record(doing, (request) => takeSnapshot(doing.world(), store, request));
    return `snapshot ${seq} is recorded`;
  },
});

const upgradeReview = decision<{ marketplace: string }>({
  command: 'upgrade-review',
  keys: ['u'],
  description: 'try the upgrade of the selected source on a copy',
  footer: 'review',
  disabled: withoutSource,
  begin: (state) => {
    const marketplace = selectedSource(state);
    return marketplace === undefined
      ? { instead: tell(state, 'no source is selected') }
      : { input: { marketplace } };
  },
  confirmation: ({ marketplace }) => ({
    question: `Try the upgrade of ${marketplace} on a copy?`,
    records: [
      `plugins.upgrade-reviewed: ${marketplace}, with what would change; the real home stays as it is`,
    ],
  }),
  run: async (doing, input) => {
    const store = await doing.writable();
    const { outcome, summary } = await record(doing, (request) =>
      reviewUpgrade(doing.world(), store, { ...request, ...input }),
    );
    return `${input.marketplace}: ${outcome}, ${summary}`;
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
    const opened = { ...state, detail: { of: 'commands', scroll: 0 } };
    return { instead: tell(opened, 'read them to the end; press c again to acknowledge all of them') };
  },
  confirmation: ({ source, shown }, state) => ({
    question: `Have you looked at every hook and server of ${source}?`,
    records: [`source.acknowledged: ${source}, ${shown.length} definitions, as ${state.me?.email ?? ''}`],
  }),
  run: async (doing, { source, shown }) => {
    const store = await doing.writable();
    const commands = await record(doing, (request) =>
      acknowledgeSource(doing.world(), store, { ...request, source }, shown),
    );
    return `acknowledged ${commands.length} commands of ${source}`;
  },
});

type Reasoned = { source: string; reason: string };

const reasoned = (title: (source: string) => string) => ({
  title,
  fields: () => [reasonField],
  read: ([reason = '']: readonly string[], source: string) =>
    fill((at) => ({ source, reason: at(0, () => requireReason(reason)) })),
});

const promote = decision<Reasoned>({
  command: 'promote',
  keys: ['p'],
  description: 'promote the selected source one step',
  footer: 'promote',
  disabled: whoMay('promote a source'),
  about: selectedSource,
  form: reasoned((source) => `Promote ${source} one step`),
  confirmation: ({ source, reason }) => ({
    question: `Promote ${source}?`,
    records: [`source.decided: ${source}, one step up, because "${reason}"`],
  }),
  run: async (doing, input) => {
    const store = await doing.writable();
    const { source, state } = await record(doing, (request) =>
      promoteSource(doing.world(), store, { ...request, ...input }),
    );
    return `${source} is ${state}`;
  },
});

const takeBack = (
  to: 'experiment' | 'blocked',
  words: Pick<Binding, 'command' | 'keys' | 'description'> & {
    title: (source: string) => string;
    question: (source: string) => string;
  },
) => {
  const { title, question, ...binding } = words;
  return decision<Reasoned>({
    ...binding,
    disabled: whoMay('demote or block a source'),
    about: selectedSource,
    form: reasoned(title),
    confirmation: ({ source, reason }) => ({
      question: question(source),
      records: [`source.decided: ${source} is ${to}, because "${reason}"`],
    }),
    run: async (doing, input) => {
      const store = await doing.writable();
      const { source, state } = await record(doing, (request) =>
        demoteSource(doing.world(), store, { ...request, ...input, to }),
      );
      return `${source} is ${state}`;
    },
  });
};

const demote = takeBack('experiment', {
  command: 'demote',
  keys: ['m'],
  description: 'take the selected source back to experiment',
  title: (source) => `Take ${source} back to experiment`,
  question: (source) => `Take ${source} back to experiment?`,
});

const block = takeBack('blocked', {
  command: 'block',
  keys: ['b'],
  description: 'block the selected source',
  title: (source) => `Block ${source}`,
  question: (source) => `Say that nobody is to use ${source}?`,
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
    press: (state) => [{ ...state, detail: { of: 'diff', scroll: 0 } }],
  },
  snapshot,
  upgradeReview,
  acknowledge,
  promote,
  demote,
  block,
];
