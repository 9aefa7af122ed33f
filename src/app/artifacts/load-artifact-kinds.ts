import { readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { ArtifactKind } from '../../domain/artifacts/artifact-kind.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { productFolder } from '../world/product-folder.ts';
import { compiled } from '../world/shipped.ts';
import type { World } from '../world/world.ts';

/** A kind of artifact, and the file with its starting text. */
export type LoadedKind = ArtifactKind & { templateFile: string | undefined };

/** The file of a project that declares kinds of its own, when none is named. */
const usualFile = 'artifacts.yaml';

/**
 * The kinds of artifacts: those that ship with the cockpit, and those that `artifacts.yaml` of the project
 * declares. A project's kind takes the place of the shipped one of that id.
 *
 * @param declaredIn another file than artifacts.yaml
 * @throws UsageError naming file, line and field of what is wrong
 */
export async function loadArtifactKinds(
  { cwd }: Pick<World, 'cwd'>,
  declaredIn?: string,
): Promise<readonly LoadedKind[]> {
  const [shipped, own] = await Promise.all([
    readKinds(join(productFolder(), 'data', 'artifacts', 'kinds.yaml'), productFolder()),
    declaredIn === undefined
      ? readKinds(join(cwd, usualFile), cwd, 'may be missing')
      : readKinds(resolve(cwd, declaredIn), cwd),
  ]);
  return [...shipped.filter(({ id }) => !own.some((kind) => kind.id === id)), ...own];
}

/** The starting text of a kind; empty for one without. */
export async function readTemplate({ id, templateFile }: LoadedKind): Promise<string> {
  if (templateFile === undefined) return '';
  return readFile(templateFile, 'utf8').catch((cause: Error) => {
    throw new UsageError(`${templateFile}: cannot read the starting text of ${id}: ${cause.message}`);
  });
}

async function readKinds(
  file: string,
  shownFrom: string,
  presence: 'must be there' | 'may be missing' = 'must be there',
): Promise<readonly LoadedKind[]> {
  const outside = relative(shownFrom, file).startsWith('..');
  const shown = outside ? file : relative(shownFrom, file);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' && presence === 'may be missing') return [];
    throw new UsageError(`${shown}: cannot read the kinds of artifacts: ${message}`);
  }
  return (await kindsOf(text, shown)).map((kind) => ({
    ...kind,
    templateFile: kind.template === undefined ? undefined : resolve(dirname(file), kind.template),
  }));
}

async function kindsOf(text: string, file: string): Promise<readonly ArtifactKind[]> {
  const known = compiled('kinds', text);
  if (known) return known.form;
  const { parseArtifactKinds } = await import('../../domain/artifacts/parse-artifact-kinds.ts');
  return parseArtifactKinds(text, file);
}
