import { Text } from 'ink';
import type { ReactNode } from 'react';
import stringWidth from 'string-width';
import type { DerivedPhase } from '../../../domain/rollout/derive-rollout.ts';
import { useTheme } from '../../shell/look/theme.ts';

type Props = {
  phases: readonly DerivedPhase[];
  /** Place of the phase whose items are shown. */
  selected: number;
  /** The room, in terminal cells. */
  width: number;
};

/**
 * The phases in a row, each with its state and how many required items hold:
 * `✔ Pilot 5/5 → ▶ Standardize 2/7 → ○ Govern 0/6 → ○ Scale 0/5`. The selected one is inverse and bracketed; where
 * there is no room for all names, it alone has its own.
 */
export function Stepper({ phases, selected, width }: Props): ReactNode {
  const theme = useTheme();
  const between = ` ${theme.step} `;
  const label = ({ title, state, progress }: DerivedPhase, isNamed: boolean) => {
    const glyph = theme.state(state).text.slice(0, 1);
    const name = theme.isSpoken ? `${title} ${state}` : [glyph, ...(isNamed ? [title] : [])].join(' ');
    return `${name} ${progress.held}/${progress.required}`;
  };
  const all = phases.map((phase) => ` ${label(phase, true)} `).join(between);
  const isNarrow = stringWidth(all) > width;
  return (
    <Text wrap="truncate">
      {phases.map((phase, index) => (
        <Text key={phase.id}>
          {index === 0 ? '' : between}
          {index === selected ? (
            <Text inverse bold>
              {`[${label(phase, true)}]`}
            </Text>
          ) : (
            <Text {...theme.state(phase.state).colour}>{` ${label(phase, !isNarrow)} `}</Text>
          )}
        </Text>
      ))}
    </Text>
  );
}
