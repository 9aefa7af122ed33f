import type { Place } from '../base/documents/place.ts';
import { bodyOf, type Runbook, type RunbookHead } from './runbook.ts';

type Position = Omit<Place, 'file'>;

/** A runbook that was read before, as JSON: its head, and where its items and their evidence are declared. */
export type CompiledRunbook = {
  head: RunbookHead;
  items: readonly { at: Position; requirements: readonly Position[] }[];
};

/** What the build keeps of a runbook, so that no start has to read its YAML again. */
export function compileRunbook({ placeOfItem, placeOfRequirement, ...runbook }: Runbook): CompiledRunbook {
  const { body: _, file: __, text: ___, digest: ____, ...head } = runbook;
  const items = head.items.map(({ requirements }, index) => ({
    at: positionOf(placeOfItem(index)),
    requirements: requirements.map((_, number) => positionOf(placeOfRequirement(index, number))),
  }));
  return { head, items };
}

/** The runbook of a file whose text was compiled. */
export function restoreRunbook(
  { head, items }: CompiledRunbook,
  { text, file, digest }: Pick<Runbook, 'text' | 'file' | 'digest'>,
): Runbook {
  const start = { line: 1, column: 1 };
  return {
    ...head,
    body: bodyOf(text),
    ...{ file, text, digest },
    placeOfItem: (index) => ({ file, ...(items[index]?.at ?? start) }),
    placeOfRequirement: (index, number) => ({ file, ...(items[index]?.requirements[number] ?? start) }),
  };
}

function positionOf({ line, column }: Place): Position {
  return { line, column };
}
