import { Text, useInput, usePaste, useWindowSize } from 'ink';
import { type ReactNode, useEffect, useSyncExternalStore } from 'react';
import type { Cockpit } from './cockpit.ts';
import { FRAME_LINES, Frame } from './frame.tsx';
import { keysOf } from './keys/read-keys.ts';

const smallest = { columns: 60, rows: 16 };

/** The whole cockpit on the screen: keys in, state out. */
export function App({ cockpit }: { cockpit: Cockpit }): ReactNode {
  const state = useSyncExternalStore(cockpit.subscribe, cockpit.state);
  const { columns, rows } = useWindowSize();
  // One line less than the terminal has: a full frame would make Ink clear the screen at each update.
  const height = rows - 1;

  useEffect(() => {
    cockpit.load();
  }, [cockpit]);
  useEffect(() => {
    cockpit.dispatch({ type: 'resized', page: { rows: Math.max(1, height - FRAME_LINES), columns } });
  }, [cockpit, height, columns]);
  useInput((input, key) => {
    for (const pressed of keysOf(input, key)) cockpit.dispatch({ type: 'pressed', ...pressed });
  });
  usePaste((text) => cockpit.paste(text));

  if (columns < smallest.columns || rows < smallest.rows) {
    return (
      <Text>{`The terminal is too small: ${columns}×${rows}, needed ${smallest.columns}×${smallest.rows}.`}</Text>
    );
  }
  return <Frame registry={cockpit.registry} state={state} width={columns} height={height} />;
}
