import { resolve } from 'node:path';
import type { Changes } from '../../../domain/runs/events.ts';
import { provenanceSchema } from '../../../domain/runs/provenance/record.ts';
import { type Actor, nameActor } from '../../world/actor.ts';
import { openHistory } from '../../world/session.ts';
import type { World } from '../../world/world.ts';
import { type RepositoryState, readChanges, readRepository } from '../repository.ts';
import type { BegunCapture, CaptureRequest } from './capture.ts';
import { readInputs } from './inputs.ts';
import { readProgram } from './program.ts';

/** What is known before the run has done anything. */
export type Before = {
  repository: RepositoryState | undefined;
  /** What was changed already; undefined where nothing was, or it cannot be read. */
  changed: Changes | undefined;
  inputs: Awaited<ReturnType<typeof readInputs>>;
  program: Awaited<ReturnType<typeof readProgram>>;
  pin: string | undefined;
  /** Who acts, where that can be told. */
  actor: Actor | undefined;
  faults: readonly string[];
};

/**
 * Reads what a run begins with, while the CLI starts.
 *
 * @param isWorking whether the run may have changed files already
 */
export async function readBefore(
  world: World,
  { codex, args }: Pick<BegunCapture, 'codex' | 'args'>,
  { db }: Pick<CaptureRequest, 'db'>,
  isWorking: () => boolean,
): Promise<Before> {
  const faults: string[] = [];
  const project = resolve(world.cwd, args.folder ?? '.');
  const program = readProgram(world, codex);
  const pin = readPin(world, db);
  // Asked for now, since git answers it.
  const actor = nameActor(world).catch(() => undefined);
  const repository = await readRepository(world, project).catch((cause: Error) => {
    faults.push(`the repository could not be read: ${cause.message}`);
    return undefined;
  });
  const changed = repository?.dirty
    ? await readChanges(world, repository.root, { base: repository.head }).catch((cause: Error) => {
        faults.push(`what was changed before the run could not be read: ${cause.message}`);
        return undefined;
      })
    : undefined;
  const isLate = isWorking();
  const inputs = await readInputs(world, args, repository?.root);
  if (isLate) faults.push('the repository was read when the run was at work already');
  else if (isWorking()) faults.push('the inputs were read when the run was at work already');
  // What the record is checked with takes long to make: it is made while the run is at work.
  provenanceSchema().safeParse({}, { jitless: true });
  return {
    ...{ repository, inputs, program: await program, pin: await pin, actor: await actor, faults },
    // What the run did already must not count as there before.
    changed: isLate ? undefined : changed,
  };
}

async function readPin(world: World, db: string | undefined): Promise<string | undefined> {
  try {
    const store = await openHistory(world, { db });
    try {
      return (await store?.rollout())?.pin;
    } finally {
      await store?.close();
    }
  } catch {
    // Recording will say what is wrong with it.
    return undefined;
  }
}
