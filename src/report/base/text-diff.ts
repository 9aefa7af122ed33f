import { clean } from '../../domain/base/text/clean.ts';
import { unifiedDiff } from '../../domain/base/text/unified-diff.ts';
import type { Paint } from './paint.ts';

/** What changed between two texts, as a unified diff; empty when nothing did. */
export function renderTextDiff(
  { before, after, name }: { before: string; after: string; name: string },
  paint: Paint,
  beforeName = `${name} (in force)`,
): string {
  return unifiedDiff({ name: beforeName, text: before }, { name, text: after })
    .split('\n')
    .map((line) => paintLine(clean(line), paint))
    .join('\n');
}

function paintLine(line: string, paint: Paint): string {
  if (line.startsWith('+++') || line.startsWith('---')) return paint('bold', line);
  if (line.startsWith('+')) return paint('green', line);
  if (line.startsWith('-')) return paint('red', line);
  return line.startsWith('@@') ? paint('cyan', line) : line;
}
