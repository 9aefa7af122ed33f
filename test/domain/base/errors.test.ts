import { describe, expect, it } from 'vitest';
import { CockpitError, UnusableError, UsageError, WorkError } from '../../../src/domain/base/errors.ts';

describe('the ways in which the program refuses', () => {
  it.each([
    ['a wrong request', new UsageError('no', 'do'), 2],
    ['work that it cannot do', new WorkError('no', 'do'), 3],
    ['a runtime or data that it cannot use', new UnusableError('no', 'do'), 78],
  ])('%s has its exit code and says what to do next', (_, error, exitCode) => {
    expect(error).toBeInstanceOf(CockpitError);
    expect(error).toMatchObject({ message: 'no', next: 'do', exitCode, name: error.constructor.name });
  });

  it('keep the cause, where there is one', () => {
    const cause = new Error('EIO');
    expect(new WorkError('no', undefined, cause).cause).toBe(cause);
    expect('cause' in new WorkError('no')).toBe(false);
  });
});
