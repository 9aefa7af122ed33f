import { lintSources } from '../../../app/plugins/lint-sources.ts';
import { compareSnapshots } from '../../../app/plugins/snapshots.ts';
import { teamRequirements } from '../../../app/plugins/team-requirements.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { plain } from '../../../report/base/paint.ts';
import { renderInventoryDiff, renderLint } from '../../../report/plugins/plugins.ts';
import { inquiry } from '../../shell/inquiry.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, tell } from '../../shell/state.ts';
import { withoutSource } from './record.ts';
import { plugins, selectedSource } from './rows.ts';

/** What an inventory is asked with; the answer says meanwhile how far it is. */
function request({ codex, signal }: Doing, say: (progress: string) => void) {
  const onProgress: OnProgress = ({ done = 0, planned = 0 }) => say(`hashed ${done} of ${planned} plugins…`);
  return { codex, signal, onProgress };
}

const snapshotHint = 'name the entry of a snapshot, or "last"';

const compare = inquiry<{ before: string; after: string }>({
  command: 'compare-snapshots',
  keys: ['D'],
  description: 'what changed between two snapshots, or one and now',
  form: {
    title: () => 'What changed between two snapshots',
    fields: () => [
      { label: 'From', value: 'last', required: snapshotHint },
      { label: 'To', value: 'now', required: `${snapshotHint} or "now"` },
    ],
    read: ([before = '', after = '']) => ({ input: { before, after } }),
  },
  title: ({ before, after }) => `What changed between snapshot ${before} and ${after}`,
  answer: async (doing, asked, say) =>
    renderInventoryDiff(
      await doing.reading((store) =>
        compareSnapshots(doing.world(), store, { ...request(doing, say), ...asked }),
      ),
      plain,
    ),
});

const lint = inquiry<{ folder: string | undefined }>({
  command: 'plugin-lint',
  keys: ['l'],
  description: 'check the manifests of the configured marketplaces, or of a folder',
  footer: 'lint',
  form: {
    title: () => 'Check manifests as the CLI reads them',
    fields: () => [{ label: 'Folder (all sources)', value: '' }],
    read: ([folder = '']) => ({ input: { folder: folder || undefined } }),
  },
  title: ({ folder }) => `What the CLI refuses or ignores in ${folder ?? 'the configured marketplaces'}`,
  answer: async (doing, { folder }) => renderLint(await lintSources(doing.world(), folder), plain),
});

const requirements = inquiry<undefined>({
  command: 'plugin-requirements',
  keys: ['R'],
  description: 'a fragment of requirements.toml that allows only the team standards',
  begin: () => undefined,
  title: () => 'For requirements.toml: only the team standards (y copies it)',
  answer: async (doing, _, say) =>
    (await doing.reading((store) => teamRequirements(doing.world(), store, request(doing, say)))).fragment,
});

const inventory: Binding = {
  command: 'plugin-inventory',
  keys: ['i'],
  description: 'the whole inventory as one text, with what is on offer',
  disabled: (state) => (plugins.of(state).inventory ? undefined : 'the plugins have not been read'),
  press: (state) => [{ ...state, detail: { of: INVENTORY, scroll: 0 }, search: '' }],
};

/** The detail that shows the whole inventory. */
export const INVENTORY = 'inventory';

const definitions: Binding = {
  command: 'definitions',
  keys: ['o'],
  description: 'show the hooks and servers of the selected source in full',
  footer: 'definitions',
  disabled: withoutSource,
  press: (state) => {
    const source = selectedSource(state) ?? '';
    const { length } = plugins.of(state).commands[source] ?? [];
    return [
      length === 0
        ? tell(state, `the plugins of ${source} run no hooks and no servers`)
        : { ...state, detail: { of: 'commands', scroll: 0 }, search: '' },
    ];
  },
};

/** What is asked of the plugins. Nothing is recorded. */
export const pluginQuestions: readonly Binding[] = [definitions, inventory, compare, lint, requirements];
