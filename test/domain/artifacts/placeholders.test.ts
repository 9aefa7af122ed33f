import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlaceholders, placeholderNames } from '../../../src/domain/artifacts/placeholders.ts';

describe('the gaps of a text', () => {
  it('are found with the place where they stand', () => {
    const text = '# {{TEAM NAME}}\n\nAsk {{CONTACT}} or {{ TEAM NAME }}.\n';
    expect(findPlaceholders(text)).toEqual([
      { name: 'TEAM NAME', line: 1, column: 3 },
      { name: 'CONTACT', line: 3, column: 5 },
      { name: 'TEAM NAME', line: 3, column: 20 },
    ]);
    expect(placeholderNames(findPlaceholders(text))).toEqual(['TEAM NAME', 'CONTACT']);
  });

  it.each([
    '$' + '{{ secrets.TOKEN }}',
    '$' + '{{TOKEN}}',
    '{{ lower case }}',
    '{{}}',
    '{{ }}',
    '{TEAM}',
    '{{A\nB}}',
  ])('are not %j', (text) => {
    expect(findPlaceholders(text)).toEqual([]);
  });

  it('are found wherever they stand', () => {
    const plain = fc.string().filter((text) => !/[{}$\n]/.test(text));
    fc.assert(
      fc.property(fc.array(plain), plain, plain, (before, left, right) => {
        const [gap] = findPlaceholders([...before, `${left}{{X}}${right}`].join('\n'));
        expect(gap).toEqual({ name: 'X', line: before.length + 1, column: left.length + 1 });
      }),
    );
  });
});
