import type { Subject } from '../subject.ts';

/** Something of the CLI that a text uses, at an offset of the text (UTF-16 units). */
export type Found = Subject & { offset: number };

/** Adds all of them; a call with as many arguments as a large file has words would fail. */
export function addAll<T>(to: T[], more: readonly T[]): void {
  for (const one of more) to.push(one);
}
