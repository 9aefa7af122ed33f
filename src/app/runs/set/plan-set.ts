import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findPlaceholders, placeholderNames } from '../../../domain/artifacts/placeholders.ts';
import { CockpitError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { didYouMean } from '../../../domain/base/text/suggest.ts';
import {
  filesOfSet,
  fillTemplate,
  type SetChoice,
  type SetFile,
} from '../../../domain/runs/set/reviewed-set.ts';
import { findInRepository, findRepository, type Repository } from '../../artifacts/repository.ts';
import { productFolder } from '../../world/product-folder.ts';
import type { World } from '../../world/world.ts';

/**
 * What becomes of a file of the set.
 *
 * - `new`: there is none, it is written
 * - `same`: it is there with this text
 * - `differs`: there is another text, which is kept
 * - `replaced`: there is another text, and a person has named the file to be replaced
 * - `suggested`: the repository has its own, so the text is only shown
 * - `blocked`: nothing can be written there
 */
type SetState = 'new' | 'same' | 'differs' | 'replaced' | 'suggested' | 'blocked';

/** A file of the set in a repository. */
export type PlannedFile = Pick<SetFile, 'path' | 'what' | 'executable'> & {
  state: SetState;
  /** Where it is or would be, without links. */
  file: string;
  /** The text of the set. */
  text: string;
  /** The text that is there. */
  before: string | undefined;
  /** Permissions of the file that is there. */
  mode: number | undefined;
  /** Why it is `blocked`, or what it is suggested for. */
  why: string | undefined;
  /** What the team has to fill in. */
  gaps: readonly string[];
};

/** The set as it would be written, and where. */
export type SetPlan = SetChoice & { repository: Repository; files: readonly PlannedFile[] };

/**
 * Finds what writing the reviewed set would do to a repository. Nothing is written.
 *
 * @param replace paths of files of the set that may be replaced
 * @throws UsageError outside of a repository, or for a path to replace that is not in the set
 */
export async function planSet(
  world: Pick<World, 'cwd' | 'environment'>,
  { folder, replace, ...choice }: SetChoice & { folder: string; replace: readonly string[] },
): Promise<SetPlan> {
  const repository = await findRepository(world, folder);
  const set = filesOfSet(choice.host);
  const asked = new Set(replace.map((path) => path.replace(/^\.\//, '')));
  refuseUnknown(asked, set);
  const files = await Promise.all(
    set.map(async (file) => {
      const text = fillTemplate(await readTemplate(file.template), choice);
      return planFile(repository, file, { text, mayReplace: asked.has(file.path) });
    }),
  );
  return { ...choice, repository, files };
}

function readTemplate(template: string): Promise<string> {
  return readFile(join(productFolder(), 'data', 'sdlc', template), 'utf8');
}

function refuseUnknown(asked: ReadonlySet<string>, set: readonly SetFile[]): void {
  const paths = set.map(({ path }) => path);
  for (const path of asked) {
    if (paths.includes(path)) continue;
    throw new UsageError(
      `--replace ${cleanLine(path)}: the set has no such file${didYouMean(path, paths)}`,
      `Its files are: ${paths.join(', ')}.`,
    );
  }
}

async function planFile(
  repository: Repository,
  { path, what, executable, insteadOf }: SetFile,
  { text, mayReplace }: { text: string; mayReplace: boolean },
): Promise<PlannedFile> {
  const gaps = placeholderNames(findPlaceholders(text));
  const planned = { path, what, executable, text, gaps, before: undefined, mode: undefined, why: undefined };
  const there = await findInRepository(repository, path).catch(refusalOnly);
  if (there instanceof CockpitError)
    return { ...planned, state: 'blocked', file: join(repository.root, path), why: there.message };
  if (there.type === 'other')
    return { ...planned, state: 'blocked', file: there.path, why: `it ${there.what}` };
  const file = there.path;
  if (there.type === 'missing') {
    const own = await firstThere(repository, insteadOf);
    return own === undefined
      ? { ...planned, state: 'new', file }
      : { ...planned, state: 'suggested', file, why: `the repository has ${own}` };
  }
  const found = { ...planned, file, before: there.text, mode: there.mode };
  if (there.text.replaceAll('\r\n', '\n') === text) return { ...found, state: 'same' };
  if (mayReplace) return { ...found, state: 'replaced' };
  // What a team has written for its agents is worth more than a template.
  return path === 'AGENTS.md'
    ? { ...found, state: 'suggested', why: 'the repository has its own' }
    : { ...found, state: 'differs' };
}

async function firstThere(repository: Repository, paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    const there = await findInRepository(repository, path).catch(refusalOnly);
    if (there instanceof CockpitError || there.type !== 'missing') return path;
  }
  return undefined;
}

function refusalOnly(cause: unknown): CockpitError {
  if (cause instanceof CockpitError) return cause;
  throw cause;
}
