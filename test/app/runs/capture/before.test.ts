import { describe, expect, it } from 'vitest';
import { readBefore } from '../../../../src/app/runs/capture/before.ts';
import { readExecArguments } from '../../../../src/domain/runs/stream/exec-arguments.ts';
import { testRepository } from '../../../support/repository.ts';
import { realCodex, testWorld } from '../../../support/world.ts';

/** What is read in a repository with a new file; `working` answers, one by one, whether the run is at work. */
function readWhile(...working: boolean[]) {
  const { root } = testRepository({ 'notes.txt': 'mine' });
  const world = { ...testWorld(), cwd: root };
  const begun = { codex: realCodex, args: readExecArguments(['exec', 'x']) };
  return readBefore(world, begun, {}, () => working.shift() ?? true);
}

describe('what was changed before a run', () => {
  it('is known when it was read before the run did anything', async () => {
    const { changed, faults } = await readWhile(false, false);
    expect(changed?.files).toMatchObject([{ path: 'notes.txt', kind: 'add' }]);
    expect(faults).toEqual([]);
  });

  it('is not told from what the run did when it was read too late, and the record says so', async () => {
    const { changed, faults } = await readWhile(true);
    expect(changed).toBeUndefined();
    expect(faults).toEqual(['the repository was read when the run was at work already']);
  });

  it('is known when only the inputs were read too late, and the record says so', async () => {
    const { changed, faults } = await readWhile(false, true);
    expect(changed?.total).toBe(1);
    expect(faults).toEqual(['the inputs were read when the run was at work already']);
  });
});
