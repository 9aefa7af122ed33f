import { describe, expect, it } from 'vitest';
import {
  readYamlTree,
  type YamlNode,
  yamlAt,
  yamlText,
  yamlTexts,
} from '../../../../src/domain/base/documents/yaml-tree.ts';

const read = (text: string) => readYamlTree(text, 'a.yml').roots[0] as YamlNode;

/** `line:column` of a part of the text at a path. */
function placeOf(text: string, path: readonly string[], part: string): string | undefined {
  const found = yamlText(read(text), ...path);
  const place = found?.placeAt(found.text.indexOf(part));
  return place && `${place.line}:${place.column}`;
}

describe('readYamlTree', () => {
  it.each([
    ['a plain text', 'a: one two\n', '1:8'],
    ['a quoted text', 'a: "one two"\n', '1:9'],
    ['a quoted text with escapes', 'a: "\\u00e9\\t two"\n', '1:14'],
    ['a literal block', 'a: |\n  one\n\n    two\n', '4:5'],
    ['a literal block with a comment and an indent', 'a: |2- # x\n    one\n   two\n', '3:4'],
    ['a folded block', 'a: >-\n  one\n  x two\n', '3:5'],
    ['a text of several lines', 'a: one\n  x two\n', '2:5'],
    ['lines that end as on Windows', 'a: |\r\n  one\r\n  two\r\n', '3:3'],
  ])('knows where a part of %s is', (_, text, expected) => {
    expect(placeOf(text, ['a'], 'two')).toBe(expected);
  });

  it('follows aliases to where they stand in the file, and puts merged mappings together', () => {
    const root = read('x: &x\n  k: v\n  l: w\na: *x\nb:\n  <<: *x\n  k: own\n');
    expect(yamlText(root, 'a', 'k')?.place).toMatchObject({ line: 2, column: 6 });
    expect([yamlText(root, 'b', 'k')?.text, yamlText(root, 'b', 'l')?.text]).toEqual(['own', 'w']);
  });

  it('keeps numbers and words as they are written', () => {
    const root = read('a: [0.10, yes, null, ~, on]\n');
    expect(yamlTexts(yamlAt(root, 'a')).map(({ text }) => text)).toEqual(['0.10', 'yes', 'on']);
  });
});
