import type { TextProps } from 'ink';
import type { ReactNode } from 'react';
import type { ViewProps } from '../shell/screen.ts';
import { Pane } from './pane.tsx';
import { ScrolledText } from './scrolled-text.tsx';
import { insideOf, scrolledPlace } from './text.ts';

type Props = ViewProps & {
  title: string;
  text: string;
  /** How a line looks, beside what headings and differences do. */
  look?: (line: string) => TextProps;
};

/** The open detail: its text, as far as it was scrolled. */
export function DetailPane({ title, text, state, width, height, look }: Props): ReactNode {
  const size = { rows: height, columns: width };
  const inside = insideOf(size);
  const scroll = state.detail?.scroll ?? 0;
  return (
    <Pane title={title} note={scrolledPlace(text, scroll, inside)} size={size}>
      <ScrolledText text={text} scroll={scroll} size={inside} {...(look ? { look } : {})} />
    </Pane>
  );
}
