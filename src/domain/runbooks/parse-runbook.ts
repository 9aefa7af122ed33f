import { createHash } from 'node:crypto';
import type * as z from 'zod';
import { parseLocatedYaml } from '../base/documents/located-yaml.ts';
import { UsageError } from '../base/errors.ts';
import { bodyOf, fence, type Runbook, runbookSchema, toHead } from './runbook.ts';

/**
 * Reads a runbook: YAML front matter, then Markdown.
 *
 * @throws UsageError naming file, line and field of what is wrong, a repeated item id included
 */
export function parseRunbook(text: string, file: string): Runbook {
  const match = fence.exec(text);
  if (!match)
    throw new UsageError(`${file}:1:1: a runbook starts with front matter between two lines of ---`);
  const source = { text: match[1] ?? '', file, firstLine: 2 };
  const { value, placeOf } = parseLocatedYaml(source, runbookSchema());
  return {
    ...toHead(value),
    body: bodyOf(text),
    file,
    text,
    digest: createHash('sha256').update(text).digest('hex'),
    placeOfItem: (index) => placeOf(['items', index, 'id']),
    placeOfRequirement: (index, requirement) => placeOf(['items', index, 'evidence', requirement]),
  };
}

/**
 * The front matter of a runbook as data, to be recorded.
 *
 * @throws UsageError as parseRunbook does
 */
export function frontMatter({
  text,
  file,
}: Pick<Runbook, 'text' | 'file'>): z.input<ReturnType<typeof runbookSchema>> {
  const source = { text: fence.exec(text)?.[1] ?? '', file, firstLine: 2 };
  return parseLocatedYaml(source, runbookSchema()).value;
}
