import { Text } from 'ink';
import type { ReactNode } from 'react';
import type { DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { useTheme } from '../../shell/look/theme.ts';

type Props = {
  phases: readonly DerivedPhase[];
  /** Place of the phase whose items are shown. */
  selected: number;
};

/**
 * The phases in a row, each with its state and how many required items hold:
 * `✔ Pilot 5/5 → ▶ Standardize 2/7 → ○ Govern 0/6 → ○ Scale 0/5`. The selected one is inverse and bracketed.
 */
export function Stepper({ phases, selected }: Props): ReactNode {
  const theme = useTheme();
  return (
    <Text wrap="truncate">
      {phases.map(({ id, title, state, progress }, index) => {
        const look = theme.state(state);
        const glyph = look.text.slice(0, 1);
        const name = theme.isSpoken ? `${title} ${state}` : `${glyph} ${title}`;
        const label = `${name} ${progress.held}/${progress.required}`;
        const between = index === 0 ? '' : ` ${theme.step} `;
        return (
          <Text key={id}>
            {between}
            {index === selected ? (
              <Text inverse bold>
                {`[${label}]`}
              </Text>
            ) : (
              <Text {...look.colour}>{` ${label} `}</Text>
            )}
          </Text>
        );
      })}
    </Text>
  );
}
