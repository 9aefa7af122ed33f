import { readPluginsView } from '../../../app/plugins/read-plugins-view.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { describeFault } from '../../shell/decision.ts';
import { type Doing, type State, type Step, tell } from '../../shell/state.ts';
import { noPlugins, type PluginsState, plugins } from './rows.ts';

/** Asks for the inventory of the plugins. */
export function readPlugins(state: State): Step {
  return [
    withWork(state, { what: whatIsRead, done: 0, planned: 0 }),
    { name: 'read-plugins', carryOut: surveyPlugins },
  ];
}

const whatIsRead = 'reading the plugins and hashing their files';

/** Takes the inventory of the plugins; what goes wrong is told. */
export async function surveyPlugins(doing: Doing): Promise<void> {
  const { codex, signal } = doing;
  const { onProgress } = tellWork(doing, whatIsRead);
  try {
    const view = await doing.reading((store) =>
      readPluginsView(doing.world(), store, { codex, signal, onProgress }),
    );
    const at = doing.world().now();
    doing.change((state) => pluginsRead(state, { ...view, at }));
  } catch (cause) {
    const failed = describeFault(cause);
    doing.change((state) => tell(plugins.set(state, { ...noPlugins, failed }), failed));
  }
}

/** Shows what is being done in place of the heading, until `end`. */
export function tellWork(doing: Doing, what: string): { onProgress: OnProgress; end: () => void } {
  const since = performance.now();
  const onProgress: OnProgress = ({ done = 0, planned = 0 }) =>
    doing.change((state) => withWork(state, { what, since, done, planned }));
  onProgress({});
  return { onProgress, end: () => doing.change((state) => withWork(state, undefined)) };
}

/** What was read. */
export function pluginsRead(state: State, view: Omit<PluginsState, 'reading' | 'failed'>): State {
  return plugins.set(state, { ...view, reading: undefined, failed: undefined });
}

function withWork(state: State, reading: PluginsState['reading']): State {
  return plugins.set(state, { ...plugins.of(state), reading });
}
