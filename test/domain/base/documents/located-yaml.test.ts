import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { parseLocatedYaml } from '../../../../src/domain/base/documents/located-yaml.ts';
import { formatPlace } from '../../../../src/domain/base/documents/place.ts';
import { UsageError } from '../../../../src/domain/base/errors.ts';

const menu = z.strictObject({
  title: z.string(),
  dishes: z
    .array(z.strictObject({ name: z.string(), price: z.number(), tags: z.array(z.string()).optional() }))
    .optional(),
});

const parse = (text: string, firstLine?: number) =>
  parseLocatedYaml({ text, file: 'menu.yaml', ...(firstLine === undefined ? {} : { firstLine }) }, menu);

function complaint(text: string, firstLine?: number): UsageError {
  try {
    parse(text, firstLine);
  } catch (cause) {
    if (cause instanceof UsageError) return cause;
    throw cause;
  }
  throw new Error('it was accepted');
}

describe('a YAML file', () => {
  const text = 'title: Lunch\ndishes:\n  - name: Soup\n    price: 4\n  - { name: Salad, price: 5 }\n';

  it('gives its data and the place of each field', () => {
    const { value, placeOf } = parse(text);
    expect(value.dishes?.[1]).toEqual({ name: 'Salad', price: 5 });
    expect(formatPlace(placeOf(['dishes', 0, 'price']))).toBe('menu.yaml:4:12');
    expect(formatPlace(placeOf(['dishes', 1]))).toBe('menu.yaml:5:5');
  });

  it('gives the place of the nearest field around one that is not there', () => {
    const { placeOf } = parse(text);
    expect(formatPlace(placeOf(['dishes', 0, 'tags', 3]))).toBe('menu.yaml:3:5');
    expect(formatPlace(placeOf(['nothing']))).toBe('menu.yaml:1:1');
  });

  it('may come from Windows, with carriage returns and a byte order mark', () => {
    const { value, placeOf } = parse(`\ufeff${text.replaceAll('\n', '\r\n')}`);
    expect(value.title).toBe('Lunch');
    expect(placeOf(['dishes', 0, 'price'])).toMatchObject({ line: 4, column: 12 });
  });

  it('that is part of another file counts its lines from there', () => {
    expect(complaint('title: 3\n', 7).message).toMatch(/^menu\.yaml:7:8: title: /);
  });

  it('may use an anchor and its aliases', () => {
    const { value } = parse('title: &t Lunch\ndishes: [{ name: *t, price: 1 }]\n');
    expect(value.dishes?.[0]?.name).toBe('Lunch');
  });
});

describe('a broken YAML file', () => {
  it.each([
    ['a bracket that is never closed', 'title: [a, b\n', /^menu\.yaml:2:1: not valid YAML: Flow sequence/],
    ['a tab for indentation', 'dishes:\n\t- x\n', /^menu\.yaml:2:1: not valid YAML: Tabs are not allowed/],
    [
      'a field that stands twice',
      'title: a\ntitle: b\n',
      /^menu\.yaml:2:1: not valid YAML: Map keys must be/,
    ],
    ['a second document', 'title: a\n---\ntitle: b\n', /^menu\.yaml:2:1: not valid YAML: Source contains/],
    ['a quote that is never closed', 'title: "a\n', /^menu\.yaml:2:1: not valid YAML: Missing closing/],
    ['an alias of nothing', 'title: a\ndishes: *nope\n', /^menu\.yaml:2:9: not valid YAML: Unresolved alias/],
    [
      'aliases that multiply beyond any memory',
      `title: a\na: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: [${'*b,'.repeat(20)}]\n`,
      /^menu\.yaml:3:8: not valid YAML: Excessive alias count/,
    ],
  ])('with %s is refused at its place', (_, text, message) => {
    const error = complaint(text);
    expect(error.message).toMatch(message);
    expect(error.exitCode).toBe(2);
  });

  it('says everything in one line, however it is written', () => {
    expect(complaint('title: "\u001b[31m\n').message).not.toContain('\n');
    expect(complaint('title: "\u001b[31m\n').message).not.toContain('\u001b');
  });
});

describe('a YAML file of another form', () => {
  it.each([
    ['a wrong type', 'title: 3\n', 'menu.yaml:1:8: title: Invalid input: expected string, received number'],
    [
      'a field that is missing',
      'dishes: []\n',
      'menu.yaml:1:1: title: Invalid input: expected string, received undefined',
    ],
    [
      'a wrong type in a list',
      'title: a\ndishes:\n  - name: b\n    price: much\n',
      'menu.yaml:4:12: dishes[0].price: Invalid input: expected number, received string',
    ],
    [
      'a misspelt field in a list',
      'title: a\ndishes:\n  - { name: b, prize: 3, price: 3 }\n',
      'menu.yaml:3:23: dishes[0].prize: unknown field; did you mean "price"?',
    ],
    ['a field that nobody could have meant', 'title: a\nxyzzy: 1\n', 'menu.yaml:2:8: xyzzy: unknown field'],
    [
      'a field that is missing below a remark',
      '# Our menu\n\ndishes: []\n',
      'menu.yaml:3:1: title: Invalid input: expected string, received undefined',
    ],
    ['a list in place of fields', '- a\n', 'menu.yaml:1:1: Invalid input: expected object, received array'],
    [
      'a comment and nothing else',
      '# todo\n',
      'menu.yaml:1:1: Invalid input: expected object, received null',
    ],
  ])('is refused for %s', (_, text, message) => {
    expect(complaint(text).message).toBe(message);
  });

  it('names at most five faults, each on its line', () => {
    const dishes = Array.from({ length: 9 }, () => '  - { name: 1, price: 1 }\n').join('');
    const lines = complaint(`title: a\ndishes:\n${dishes}`).message.split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[4]).toMatch(/^menu\.yaml:7:13: dishes\[4\]\.name: /);
  });

  it('shows a hostile field name without its control characters', () => {
    expect(complaint('title: a\n"\\e[31mred": 1\n').message).toBe('menu.yaml:2:14: red: unknown field');
  });
});
