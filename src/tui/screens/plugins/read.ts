import { readPluginsView } from '../../../app/plugins/read-plugins-view.ts';
import { describeFault } from '../../shell/decision.ts';
import { type Doing, type State, type Step, tell } from '../../shell/state.ts';
import { noPlugins, type PluginsState, plugins } from './rows.ts';

/** Asks for the inventory of the plugins. */
export function readPlugins(state: State): Step {
  return [readingPlugins(state, 0, 0), { name: 'read-plugins', carryOut: surveyPlugins }];
}

/** Takes the inventory of the plugins; what goes wrong is told. */
export async function surveyPlugins(doing: Doing): Promise<void> {
  const { codex, signal } = doing;
  const onProgress = (done: number, planned: number) =>
    doing.change((state) => readingPlugins(state, done, planned));
  onProgress(0, 0);
  try {
    const view = await doing.reading((store) =>
      readPluginsView(doing.world(), store, { codex, signal, onProgress }),
    );
    doing.change((state) => pluginsRead(state, view));
  } catch (cause) {
    const failed = describeFault(cause);
    doing.change((state) => tell(plugins.set(state, { ...noPlugins, failed }), failed));
  }
}

/** What was read. */
export function pluginsRead(state: State, view: Omit<PluginsState, 'reading' | 'failed'>): State {
  return plugins.set(state, { ...view, reading: undefined, failed: undefined });
}

function readingPlugins(state: State, done: number, planned: number): State {
  return plugins.set(state, { ...plugins.of(state), reading: { done, planned } });
}
