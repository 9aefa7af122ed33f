import * as z from 'zod';
import { readLocatedToml } from '../base/documents/located-toml.ts';
import { parseLocatedYaml } from '../base/documents/located-yaml.ts';
import { formatPlace } from '../base/documents/place.ts';
import { UsageError } from '../base/errors.ts';
import { redact } from '../base/redact/redact.ts';
import { clean } from '../base/text/clean.ts';
import type { ArtifactDeclaration } from './artifact-kind.ts';
import { parseCatalog } from './catalog/verification-catalog.ts';
import { parseChecklist } from './checklist.ts';

type Source = { text: string; file: string };

/**
 * The text of an artifact as it is kept: line ends are `\n`, control characters are gone, and it ends with
 * a line end. What looks like a secret is refused rather than replaced: what is approved and published
 * must be what its author wrote.
 *
 * @throws UsageError for an empty text, one with a secret, or one that its format or content does not allow
 */
export function readArtifactText(
  { text, file }: Source,
  { format, content }: Pick<ArtifactDeclaration, 'format' | 'content'>,
): string {
  const kept = keptText(text);
  if (kept === '\n') throw new UsageError(`${file}: there is no text in it`);
  refuseSecrets({ text: kept, file });
  const source = { text: kept, file };
  switch (content) {
    case 'verification-catalog':
      parseCatalog(kept, file);
      break;
    case 'checklist':
      parseChecklist(kept, file);
      break;
    case 'text':
      refuseBroken(source, format);
      break;
  }
  return kept;
}

/** A text as it would be kept, whatever is in it. */
export function keptText(text: string): string {
  return `${clean(text.replace(/^\ufeff/, '')).trimEnd()}\n`;
}

function refuseBroken({ text, file }: Source, format: ArtifactDeclaration['format']): void {
  switch (format) {
    case 'yaml':
      parseLocatedYaml({ text, file }, z.unknown());
      return;
    case 'toml': {
      const read = readLocatedToml({ text, file });
      if (read.type === 'broken')
        throw new UsageError(`${formatPlace(read.place)}: not valid TOML: ${read.message}`);
      return;
    }
    case 'json':
      refuseBrokenJson({ text, file });
      return;
    case 'md':
    case 'rules':
      return;
  }
}

function refuseBrokenJson({ text, file }: Source): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new UsageError(`${file}: not valid JSON: ${(cause as Error).message}`);
  }
}

function refuseSecrets({ text, file }: Source): void {
  const told = redact(text);
  if (told === text) return;
  const kept = told.split('\n');
  const line = text.split('\n').findIndex((one, index) => one !== kept[index]) + 1;
  throw new UsageError(
    `${file}:${line}: this looks like a secret, and the history keeps every text forever`,
    'Name the variable or the place where the secret is, never its value.',
  );
}
