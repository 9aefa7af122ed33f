import type { TextProps } from 'ink';
import type { ReactNode } from 'react';
import type { ViewProps } from '../../shell/screen.ts';
import { ScrolledText } from '../scrolled-text.tsx';
import { insideOf, isFound, scrolledPlace } from '../text.ts';
import { Pane } from './pane.tsx';

/** What an open detail is drawn from. */
export type DetailProps = ViewProps & {
  title: string;
  text: string;
  /** To how many things it leads. */
  links?: number;
};

/** The open detail: its text, as far as it was scrolled, with the lines marked that contain what is looked for. */
export function DetailPane({
  title,
  text,
  links = 0,
  state,
  width,
  height,
  look,
}: DetailProps & {
  /** How a line looks, beside what headings and differences do. */
  look?: (line: string) => TextProps;
}): ReactNode {
  const size = { rows: height, columns: width };
  const inside = insideOf(size);
  const scroll = state.detail?.scroll ?? 0;
  const marked = (line: string) => (isFound(line, state.search) ? { inverse: true } : {});
  const lookOf = look ?? (state.search === '' ? undefined : marked);
  const leads = links === 0 ? '' : `enter: ${links} ${links === 1 ? 'link' : 'links'}`;
  const note = [leads, scrolledPlace(text, scroll, inside)].filter((one) => one !== '').join(' ─ ');
  return (
    <Pane title={title} note={note} size={size}>
      <ScrolledText text={text} scroll={scroll} size={inside} {...(lookOf ? { look: lookOf } : {})} />
    </Pane>
  );
}
