import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { recordBaseline } from '../../codex/baseline/record-baseline.ts';
import { UsageError } from '../../domain/base/errors.ts';
import { type Baseline, baselineSchema } from '../../domain/upgrade/baseline/baseline.ts';
import { type Difference, diffBaselines } from '../../domain/upgrade/baseline/diff.ts';
import { findCli } from '../world/find-cli.ts';
import { productFolder } from '../world/product-folder.ts';
import type { World } from '../world/world.ts';

const folder = join('data', 'baselines');

/**
 * What was recorded of a CLI version: by the team, beside their project, else by us.
 *
 * @throws UsageError when the file is there and is no baseline
 */
export async function readBaseline(
  { cwd }: Pick<World, 'cwd'>,
  version: string,
): Promise<Baseline | undefined> {
  for (const root of [cwd, productFolder()]) {
    const path = join(root, folder, `${version}.json`);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text !== undefined) return parseBaseline(text, path);
  }
  return undefined;
}

/** Records a CLI and writes `data/baselines/<version>.json` beside the project, or where it is asked to. */
export async function writeBaseline(
  world: World,
  { codex, output, signal }: { codex?: string | undefined; output?: string | undefined; signal: AbortSignal },
): Promise<{ baseline: Baseline; path: string }> {
  const named = await findCli(world, codex);
  const baseline = await recordBaseline(named, { environment: world.environment, signal });
  const path = resolve(world.cwd, output ?? join(folder, `${baseline.cli}.json`));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(baseline, null, 1)}\n`);
  return { baseline, path };
}

/**
 * Compares two recorded versions.
 *
 * @throws UsageError when one of them was not recorded
 */
export async function compareBaselines(
  world: World,
  from: string,
  to: string,
): Promise<readonly Difference[]> {
  return diffBaselines(await requireBaseline(world, from), await requireBaseline(world, to));
}

/** @throws UsageError when the version was not recorded */
export async function requireBaseline(world: World, version: string): Promise<Baseline> {
  const baseline = await readBaseline(world, version);
  if (baseline) return baseline;
  throw new UsageError(
    `no baseline of ${version} was recorded`,
    'Record it: codex-cockpit baseline record --codex PATH_OF_THAT_VERSION',
  );
}

function parseBaseline(text: string, path: string): Baseline {
  try {
    return baselineSchema.parse(JSON.parse(text));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(
      `${path}: not a baseline: ${reason}`,
      'Record it again: codex-cockpit baseline record',
    );
  }
}
