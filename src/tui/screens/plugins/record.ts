import { WorkError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import type { Act } from '../../../domain/people/act.ts';
import { withoutRole } from '../../shell/guards.ts';
import type { Doing, State } from '../../shell/state.ts';
import { surveyPlugins, tellWork } from './read.ts';
import { plugins, selectedSource } from './rows.ts';

/** Why nothing can be begun while something else is being done. */
export const whileReading = (state: State) =>
  plugins.of(state).reading ? 'the plugins are being read' : undefined;

/** Why a key that is about a source cannot be used. */
export const withoutSource = (state: State) =>
  whileReading(state) ?? (selectedSource(state) ? undefined : 'no source is selected');

/** Why a decision about a source cannot be made by the person who acts. */
export const whoMay = (act: Act) => (state: State) => withoutSource(state) ?? withoutRole(act)(state);

type Request = {
  codex: string | undefined;
  signal: AbortSignal;
  onProgress: OnProgress;
};

/** Records something about the plugins, says meanwhile what is being done, and takes their inventory again. */
export async function record<T>(
  doing: Doing,
  what: string,
  work: (request: Request) => Promise<T>,
): Promise<T> {
  const { onProgress, end } = tellWork(doing, what);
  try {
    // What is being recorded is not stopped halfway when the cockpit is left.
    const made = await work({ codex: doing.codex, signal: new AbortController().signal, onProgress });
    await surveyPlugins(doing);
    return made;
  } catch (cause) {
    end();
    // A refusal changed nothing; a failure may have.
    if (cause instanceof WorkError) await surveyPlugins(doing);
    throw cause;
  }
}
