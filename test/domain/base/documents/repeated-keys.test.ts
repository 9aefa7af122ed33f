import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { repeatedKeys } from '../../../../src/domain/base/documents/repeated-keys.ts';

describe('keys that stand twice', () => {
  it.each([
    ['{"a":1,"a":2}', ['a']],
    ['{"a":{"b":1,"c":{},"b":2}}', ['a.b']],
    ['[{"a":1},{"a":1,"\\u0061":2}]', ['[1].a']],
    ['{"x":["}",{"a":"a\\":","a":[]}]}', ['x[1].a']],
    ['{"a":{"b":1},"c":{"b":1}}', []],
  ])('of %s', (json, paths) => {
    expect(repeatedKeys(json)).toEqual(paths);
  });

  it('are never found in what was written from a value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(repeatedKeys(JSON.stringify(value))).toEqual([]);
      }),
    );
  });
});
