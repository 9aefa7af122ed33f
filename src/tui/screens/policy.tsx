import { Box, Text } from 'ink';
import type { ReactNode } from 'react';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { List } from '../components/list.tsx';
import { ScrolledText } from '../components/scrolled-text.tsx';
import { policyRows } from '../policy-rows.ts';
import type { State } from '../state.ts';
import { useTheme } from '../theme-context.ts';

type Props = { state: State; width: number; height: number };

/** Layers, what they require, what a session gets, who gets which policy, the rules and the instructions. */
export function PolicyScreen({ state, width, height }: Props): ReactNode {
  const { verdict, warning } = useTheme();
  const { reading, view } = state.policy;
  const rows = policyRows(state);
  const selected = rows[state.cursor.policy];
  if (state.detail && selected) {
    return <ScrolledText text={selected.detail} scroll={state.detail.scroll} width={width} height={height} />;
  }
  const version = view && 'value' in view.explanation ? view.explanation.value.version : undefined;
  return (
    <Box flexDirection="column">
      <Text wrap="truncate" {...(reading ? warning : {})}>
        {reading
          ? 'reading the policy, and asking the CLI…'
          : `What holds here${version === undefined ? '' : ` on codex-cli ${cleanLine(version)}`}. / finds a user, a field or a file.`}
      </Text>
      <List
        rows={rows.map(({ section, verdict: found, cells }, index) => {
          const look = found && verdict(found);
          return {
            key: `${section} ${index}`,
            cells: [look?.text ?? '', section, ...cells],
            ...(look ? { colour: look.colour } : {}),
          };
        })}
        cursor={state.cursor.policy}
        width={width}
        height={height - 1}
        empty={view ? 'nothing passes the filter' : ' '}
      />
    </Box>
  );
}
