import { Text, useInput, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useReducer, useRef } from 'react';
import type { Action } from './action.ts';
import type { Command } from './binding.ts';
import { FRAME_LINES, Frame } from './components/frame.tsx';
import { Confirm, Form, Help, Palette } from './components/overlays.tsx';
import { missingDocument } from './documents.ts';
import type { Effects } from './effects.ts';
import { keyName } from './key-name.ts';
import { bindingOf, reasonAgainst } from './keymap.ts';
import { chosenBy, confirmedBy } from './reduce-overlay.ts';
import { reduce } from './reducer.ts';
import { checkRows } from './rows.ts';
import { ArtifactsScreen } from './screens/artifacts.tsx';
import { ChecksScreen } from './screens/checks.tsx';
import { HistoryScreen } from './screens/history.tsx';
import { PluginsScreen } from './screens/plugins.tsx';
import { PolicyScreen } from './screens/policy.tsx';
import { RolloutScreen } from './screens/rollout.tsx';
import { RunbooksScreen } from './screens/runbooks.tsx';
import { SandboxScreen } from './screens/sandbox.tsx';
import { TurnScreen } from './screens/turn.tsx';
import { initialState, type State } from './state.ts';

const smallest = { columns: 60, rows: 16 };

type Props = {
  createEffects: (dispatch: (action: Action) => void) => Effects;
  /** Leaves the cockpit with an exit code. */
  leave: (exitCode: number) => void;
  /** Leaves it because of a fault. */
  fail: (cause: unknown) => void;
};

/** The whole cockpit: keys in, state, screen out. */
export function App({ createEffects, leave, fail }: Props): ReactNode {
  const [state, dispatch] = useReducer(reduce, initialState);
  const effects = useRef<Effects>(undefined);
  effects.current ??= createEffects(dispatch);
  const { columns, rows } = useWindowSize();
  // One line less than the terminal has: a full frame would make Ink clear the screen at each update.
  const height = rows - 1;
  const page = { rows: Math.max(1, height - FRAME_LINES - 2), columns };

  useEffect(() => {
    effects.current?.load().catch(fail);
  }, [fail]);

  useEffect(() => {
    const digests = missingEvidence(state);
    if (digests.length > 0) effects.current?.readEvidence(digests).catch(fail);
  }, [state, fail]);

  // The plugins are read when somebody first looks at them: their bytes are hashed, which may take a while.
  const { inventory, reading, failed } = state.plugins;
  const isUnread = state.screen === 'plugins' && !inventory && !reading && failed === undefined;
  useEffect(() => {
    if (isUnread) effects.current?.readPlugins().catch(fail);
  }, [isUnread, fail]);

  // So is the policy: the CLI is asked.
  const isPolicyUnread = state.screen === 'policy' && !state.policy.view && !state.policy.reading;
  useEffect(() => {
    if (isPolicyUnread) effects.current?.readPolicy().catch(fail);
  }, [isPolicyUnread, fail]);

  useEffect(() => {
    const wanted = missingDocument(state);
    if (wanted) effects.current?.readDocument(wanted).catch(fail);
  }, [state, fail]);

  // A filter of the history looks through all of it once it is typed, not only through what was read.
  const line = state.overlay?.type === 'filter' ? state.history.filter : state.filter.history;
  const isOtherFilter = state.status !== undefined && line !== state.history.filter;
  useEffect(() => {
    if (isOtherFilter) effects.current?.searchHistory(line).catch(fail);
  }, [isOtherFilter, line, fail]);

  const { history } = state;
  const isAtEnd = state.screen === 'history' && state.cursor.history >= history.entries.length - 1;
  useEffect(() => {
    if (isAtEnd) effects.current?.readOlder(history).catch(fail);
  }, [isAtEnd, history, fail]);

  const perform = (command: Command) => {
    if (/screen/.test(command) && !state.run.going) effects.current?.lookAgain().catch(fail);
    if (command === 'try-profiles') effects.current?.tryProfiles().catch(fail);
    if (command === 'read-policy') effects.current?.readPolicy().catch(fail);
    if (command === 'read-plugins') effects.current?.readPlugins().catch(fail);
    if (command === 'interrupt') leave(130);
    else if (command === 'quit' && !state.run.going) leave(0);
    else dispatch({ type: 'commanded', command, page });
  };

  useInput((input, key) => {
    const name = keyName(input, key);
    if (state.overlay && name !== 'ctrl-c') {
      const intent = confirmedBy(state, name);
      const chosen = chosenBy(state, name);
      dispatch({ type: 'typed', key: name, text: name === input ? input : '', page });
      if (chosen) perform(chosen);
      if (intent?.type === 'quit') leave(0);
      else if (intent) effects.current?.carryOut(intent).catch(fail);
      return;
    }
    const binding = bindingOf(name, state.screen);
    if (!binding) return;
    const reason = reasonAgainst(binding, state);
    if (reason === undefined) perform(binding.command);
    else dispatch({ type: 'noticed', notice: `${binding.description}: ${reason}` });
  });

  if (columns < smallest.columns || rows < smallest.rows) {
    return (
      <Text>{`The terminal is too small: ${columns}×${rows}, needed ${smallest.columns}×${smallest.rows}.`}</Text>
    );
  }
  return (
    <Frame state={state} width={columns} height={height}>
      <Body state={state} width={columns} height={height - FRAME_LINES} />
    </Frame>
  );
}

function Body({ state, width, height }: { state: State; width: number; height: number }): ReactNode {
  const { overlay, screen } = state;
  const size = { width, height };
  if (overlay?.type === 'help') return <Help state={state} overlay={overlay} {...size} />;
  if (overlay?.type === 'palette') return <Palette state={state} overlay={overlay} {...size} />;
  if (overlay?.type === 'confirm') return <Confirm overlay={overlay} />;
  if (overlay?.type === 'form') return <Form overlay={overlay} />;
  switch (screen) {
    case 'rollout':
      return <RolloutScreen state={state} {...size} />;
    case 'checks':
      return <ChecksScreen state={state} {...size} />;
    case 'history':
      return <HistoryScreen state={state} {...size} />;
    case 'turn':
      return <TurnScreen state={state} {...size} />;
    case 'runbooks':
      return <RunbooksScreen state={state} {...size} />;
    case 'plugins':
      return <PluginsScreen state={state} {...size} />;
    case 'sandbox':
      return <SandboxScreen state={state} {...size} />;
    case 'policy':
      return <PolicyScreen state={state} {...size} />;
    case 'artifacts':
      return <ArtifactsScreen state={state} {...size} />;
  }
}

/** Digests of the evidence that an open detail shows and that has not been read. */
function missingEvidence(state: State): readonly string[] {
  if (!state.detail || state.screen !== 'checks') return [];
  const evidence = checkRows(state)[state.cursor.checks]?.result?.evidence ?? [];
  return evidence.map(({ sha256 }) => sha256).filter((sha256) => state.evidence[sha256] === undefined);
}
