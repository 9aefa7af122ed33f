import type { Page } from '../../shell/state.ts';
import { insideOf } from '../text.ts';

/** Where a list and the preview of its selected row stand. Sizes are terminal cells, edges included. */
type PaneLayout = {
  list: Page;
  /** Undefined where there is no room for one. */
  preview: Page | undefined;
  /** Whether the preview stands beside the list rather than below it. */
  isBeside: boolean;
  /** Whether the list has no edges, for want of lines. */
  isBare: boolean;
};

const usuallyBesideFrom = 100;
/** Of a terminal of 20 lines, the frame and a line above the list leave so many. */
const belowFrom = 13;
const fewestWithEdges = 6;

/**
 * Lays a list and a preview out in a room: side by side from so many columns on, else one below the other.
 *
 * @param besideFrom more than the usual 100 for rows that need the width themselves
 */
export function layOutPanes(
  { rows, columns }: Page,
  hasPreview: boolean,
  besideFrom = usuallyBesideFrom,
): PaneLayout {
  const isBare = rows < fewestWithEdges;
  const whole = { list: { rows, columns }, preview: undefined, isBeside: false, isBare };
  if (!hasPreview || isBare) return whole;
  if (columns >= besideFrom) {
    const wide = Math.ceil(columns * 0.54);
    return {
      ...whole,
      list: { rows, columns: wide },
      preview: { rows, columns: columns - wide },
      isBeside: true,
    };
  }
  if (rows < belowFrom) return whole;
  const low = Math.min(12, Math.max(5, Math.round(rows / 3)));
  return { ...whole, list: { rows: rows - low, columns }, preview: { rows: low, columns } };
}

/** The room for the rows of a list, which have their titles above them. */
export function roomForRows({ list, isBare }: PaneLayout): Page {
  const { rows, columns } = isBare ? list : insideOf(list);
  return { rows: Math.max(1, rows - 1), columns };
}
