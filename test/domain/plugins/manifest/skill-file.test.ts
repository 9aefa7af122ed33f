import { describe, expect, test } from 'vitest';
import { whyNoSkill } from '../../../../src/domain/plugins/manifest/skill-file.ts';

const why = (...front: string[]) => whyNoSkill(['---', ...front, '---', 'text'].join('\n'), 'pinned');

describe('the front matter of a skill', () => {
  test.each([
    ['plain words', 'description: Reviews a pull request, and says (briefly) what it thinks.'],
    ['an address', 'description: See https://example.invalid/a#b'],
    ['a word that other schemas take for a value', 'description: yes'],
    ['a quoted text', 'description: "null"'],
    ['a text with a colon in quotes', "description: 'first: second'"],
    ['a text below', 'description: >\n  folded'],
  ])('is taken with %s', (_, line) => {
    expect(why('name: one', line)).toBeUndefined();
  });

  test.each([
    ['null for a description', 'description: Null', 'it has no description'],
    ['a comment alone', 'description: # later', 'it has no description'],
    ['a colon in a plain text', 'description: first: second', 'its front matter is not valid YAML'],
    ['a field twice', 'description: one\ndescription: two', 'its front matter is not valid YAML'],
    ['a list', 'description:\n  - one', 'its name or description is not text'],
    ['a description that is too long', `description: ${'x'.repeat(1025)}`, 'longer than 1024'],
  ])('is refused with %s', (_, line, reason) => {
    expect(why('name: one', line)).toContain(reason);
  });

  test('ends a plain text at a comment, so what is too long only with it is taken', () => {
    expect(why('name: one', `description: short #${'x'.repeat(1025)}`)).toBeUndefined();
  });
});
