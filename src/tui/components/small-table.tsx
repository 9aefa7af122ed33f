import { Box, Text } from 'ink';
import { Table as InkTable } from 'ink-table';
import { createContext, type ReactNode, useContext } from 'react';

type Lines = { header: ReactNode; line: (place: number) => ReactNode };

const LinesContext = createContext<Lines>({ header: null, line: () => null });

/**
 * Draws the lines of a table with ink-table, which is fast enough for a screenful of rows that rarely change. It takes
 * widths from the length of texts, cuts nothing, and keeps the components that it was mounted with. So it gets the
 * places of the rows as its data, and its cells read the laid out lines from a context.
 */
export function SmallTable({ count, ...lines }: Lines & { count: number }): ReactNode {
  const data = Array.from({ length: count }, (_, place) => ({ place }));
  return (
    <LinesContext value={lines}>
      <InkTable data={data} columns={['place']} header={HeaderCell} cell={LineCell} skeleton={Nothing} />
    </LinesContext>
  );
}

function HeaderCell() {
  return <Box>{useContext(LinesContext).header}</Box>;
}

function LineCell({ children }: { children?: ReactNode }) {
  return <Box>{useContext(LinesContext).line(Number(children))}</Box>;
}

function Nothing() {
  return <Text />;
}
