import { readPluginsView } from '../app/plugins/read-plugins-view.ts';
import { readPolicyView } from '../app/policy/read-policy-view.ts';
import { validateSandbox } from '../app/sandbox/validate-sandbox.ts';
import type { World } from '../app/world/world.ts';
import type { Action } from './action.ts';
import type { Connection } from './connection.ts';

/** What a look at something needs that asks the CLI and takes a while. */
export type Survey = {
  world: World;
  codex: string | undefined;
  connection: Connection;
  dispatch: (action: Action) => void;
  signal: AbortSignal;
};

/** Takes the inventory of the plugins; what goes wrong becomes a notice. */
export async function surveyPlugins({ world, codex, connection, dispatch, signal }: Survey): Promise<void> {
  const onProgress = (done: number, planned: number) =>
    dispatch({ type: 'plugins-progressed', done, planned });
  onProgress(0, 0);
  try {
    const view = await connection.reading(world, (store) =>
      readPluginsView(world, store, { codex, signal, onProgress }),
    );
    dispatch({ type: 'plugins-read', view });
  } catch (cause) {
    dispatch({ type: 'plugins-unread', why: describeFault(cause) });
    dispatch({ type: 'noticed', notice: describeFault(cause) });
  }
}

/** Tries the permission profiles; what goes wrong becomes a notice. */
export async function surveySandbox({ world, codex, dispatch, signal }: Survey): Promise<void> {
  const onTrial = () => dispatch({ type: 'trial-over' });
  try {
    const request = { profiles: [], outbound: 'none', codex, signal, onTrial };
    dispatch({ type: 'matrix-read', matrix: await validateSandbox(world, request) });
  } catch (cause) {
    dispatch({ type: 'matrix-read', matrix: undefined });
    dispatch({ type: 'noticed', notice: describeFault(cause) });
  }
}

/** Reads what policy holds here; what goes wrong becomes a notice. */
export async function surveyPolicy({ world, codex, dispatch, signal }: Survey): Promise<void> {
  dispatch({ type: 'policy-reading' });
  try {
    dispatch({ type: 'policy-read', view: await readPolicyView(world, { codex, signal }) });
  } catch (cause) {
    dispatch({ type: 'policy-read', view: undefined });
    dispatch({ type: 'noticed', notice: describeFault(cause) });
  }
}

/** One line about what went wrong. */
export const describeFault = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
