import { cleanLine } from '../../domain/base/text/clean.ts';
import type { ChainFile } from '../../domain/policy/instructions/instruction-files.ts';
import type { InstructionFinding } from '../../domain/policy/instructions/lint-instructions.ts';
import type { Paint } from '../base/paint.ts';
import { alignColumns } from '../base/table.ts';

type Chain = { folder: string; limit: number; files: readonly ChainFile[] };

/** An instruction chain, in the order in which it is read. */
export function renderChain({ folder, limit, files }: Chain, paint: Paint): string {
  if (files.length === 0) return `There are no instructions for ${cleanLine(folder)}.\n`;
  const rows = files.map(({ path, bytes, sha256, state, note }) => [
    paint(state === 'loaded' ? 'green' : state === 'shadowed' ? 'gray' : 'red', state.padEnd(8)),
    `${bytes} bytes`,
    sha256.slice(0, 12),
    cleanLine(path),
    cleanLine(note),
  ]);
  return `${alignColumns(rows).join('\n')}\nThe CLI loads at most ${limit} bytes of project files.\n`;
}

/** A chain with what its text lacks. */
export function renderChainLint(
  { chain, findings }: { chain: Chain; findings: readonly InstructionFinding[] },
  paint: Paint,
): string {
  const lines = findings.map(
    ({ severity, text }) =>
      `${paint(severity === 'fail' ? 'red' : 'yellow', severity)}  ${cleanLine(text)}\n`,
  );
  return `${renderChain(chain, paint)}\n${lines.length === 0 ? 'Nothing is missing.\n' : lines.join('')}`;
}

/** A chain as JSON output names it. */
export function chainFields({ folder, limit, files }: Chain) {
  return { folder, limit, files: files.map(({ isEmpty: _, ...file }) => file) };
}
