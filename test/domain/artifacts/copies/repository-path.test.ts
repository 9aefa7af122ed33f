import { isAbsolute, join, relative } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isRepositoryPath } from '../../../../src/domain/artifacts/copies/repository-path.ts';

const step = fc.oneof(
  fc.constantFrom('..', '.', '', '.git', '.Git', 'a', 'a b', '...', '~', 'C:', '\\', '-'),
  fc.string({ maxLength: 4 }),
);

it('a path that is taken never leads out of the repository or into the folder of git', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 6 }), (steps) => {
      const path = steps.join('/');
      fc.pre(isRepositoryPath(path));
      const inside = relative('/repository', join('/repository', path));
      expect([isAbsolute(path), inside, /^\.\.(\/|$)/.test(inside)]).toEqual([false, path, false]);
      expect(path.toLowerCase().split('/')).not.toContain('.git');
    }),
    { numRuns: 2000 },
  );
});
