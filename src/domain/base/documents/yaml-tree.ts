import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  type Scalar,
} from 'yaml';
import { lazily } from '../lazily.ts';
import { cleanLine } from '../text/clean.ts';
import type { Place } from './place.ts';

/** A part of a YAML file, with the place where it begins. Aliases are followed. */
export type YamlNode = YamlMap | YamlList | YamlText;

type YamlMap = { kind: 'map'; place: Place; entries: readonly YamlEntry[] };
export type YamlEntry = { key: string; keyPlace: Place; value: YamlNode };
type YamlList = { kind: 'list'; place: Place; items: readonly YamlNode[]; tag: string | undefined };

/** A text, number or word of YAML, as it is written; empty for nothing. */
export type YamlText = {
  kind: 'text';
  place: Place;
  text: string;
  /** Where a character of the text is in the file. */
  placeAt: (offset: number) => Place;
};

/** A file of YAML, read without a schema. */
export type YamlFile = {
  /** Its documents; none when it cannot be read. */
  roots: readonly YamlNode[];
  /** Why it cannot be read, with the place. */
  fault: { place: Place; message: string } | undefined;
};

/** Nodes that one file may have once its aliases are followed. */
const mostNodes = 100_000;

/** Levels of nesting. */
const mostLevels = 200;

/** Reads YAML as a tree that knows its places. Never throws: what is wrong with the file is in `fault`. */
export function readYamlTree(text: string, file: string): YamlFile {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
    const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
    for (const { errors } of documents) {
      const [broken] = errors;
      if (broken) return { roots: [], fault: { place: at(broken.pos[0]), message: faultOf(broken.message) } };
    }
    return { roots: documents.map((document) => treeOf(document, { text, file, at })), fault: undefined };
  } catch (cause) {
    const message = cause instanceof TooMuch ? cause.message : tooDeep;
    return { roots: [], fault: { place: at(0), message } };
  }
}

/** The parser calls itself for each level, and a file may have more of them than the stack. */
const faultOf = (message: string) => (/call stack/.test(message) ? tooDeep : cleanLine(message));

const tooDeep = 'it is nested too deeply to be read';

class TooMuch extends Error {}

type Source = { text: string; file: string; at: (offset: number) => Place };

function treeOf(document: Document, source: Source): YamlNode {
  let left = mostNodes;
  // To ask an alias for its node walks through the whole document each time.
  const anchored = new Map<string, unknown>();
  const open = new Set<unknown>();
  const start = document.range?.[0] ?? 0;

  const read = (node: unknown, offset: number, level: number): YamlNode => {
    left -= 1;
    if (left < 0) throw new TooMuch('its aliases make it too large to be read');
    if (level > mostLevels) throw new TooMuch(tooDeep);
    const begin = (node as Node | null)?.range?.[0] ?? offset;
    const place = source.at(begin);
    if (isAlias(node)) {
      const target = anchored.get(node.source);
      if (target === undefined || open.has(target)) return emptyText(place);
      return read(target, begin, level + 1);
    }
    const { anchor } = (node ?? {}) as { anchor?: string };
    if (anchor !== undefined) anchored.set(anchor, node);
    open.add(node);
    try {
      if (isMap(node)) {
        const entries = node.items.map(({ key, value }): YamlEntry => {
          const keyNode = key as Node | null;
          const keyBegin = keyNode?.range?.[0] ?? begin;
          return {
            key: isScalar(key) ? writtenText(key) : '',
            keyPlace: source.at(keyBegin),
            value: read(value, keyNode?.range?.[1] ?? keyBegin, level + 1),
          };
        });
        return { kind: 'map', place, entries: withMerged(entries) };
      }
      if (isSeq(node)) {
        const items = node.items.map((item) => read(item, begin, level + 1));
        return { kind: 'list', place, items, tag: node.tag };
      }
      return isScalar(node) ? textNode(node, source) : emptyText(place);
    } finally {
      open.delete(node);
    }
  };
  return read(document.contents, start, 0);
}

/** `<<` adds the entries of another mapping that are not there yet. */
function withMerged(entries: readonly YamlEntry[]): readonly YamlEntry[] {
  if (!entries.some(({ key }) => key === '<<')) return entries;
  const own = entries.filter(({ key }) => key !== '<<');
  const merged = entries
    .filter(({ key }) => key === '<<')
    .flatMap(({ value }) => (value.kind === 'list' ? value.items : [value]))
    .flatMap((node) => (node.kind === 'map' ? node.entries : []));
  const byKey = new Map([...merged.toReversed(), ...own].map((entry) => [entry.key, entry]));
  return [...byKey.values()];
}

function writtenText({ value, source }: Scalar): string {
  if (typeof value === 'string') return value;
  return value === null || value === undefined ? '' : (source ?? String(value));
}

const emptyText = (place: Place): YamlText => ({ kind: 'text', place, text: '', placeAt: () => place });

function textNode(node: Scalar, { text: whole, at }: Source): YamlText {
  const [begin = 0, end = begin] = node.range ?? [];
  const text = writtenText(node);
  const place = at(begin);
  const placeAt =
    node.type === 'BLOCK_LITERAL'
      ? placesInBlock({ text, written: whole.slice(begin, end), place })
      : (offset: number) => at(begin + offsetAsWritten(text, offset, whole.slice(begin, end)));
  return { kind: 'text', place, text, placeAt };
}

/** The lines of a literal block are the lines of the text, indented, below the line of its `|`. */
function placesInBlock({
  text,
  written,
  place,
}: {
  text: string;
  written: string;
  place: Place;
}): YamlText['placeAt'] {
  const starts = lazily(() => {
    const found = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) found.push(at + 1);
    return found;
  });
  const indents = lazily(() =>
    written.split('\n').map((line, index) => {
      const from = starts()[index - 1] ?? 0;
      const length = (starts()[index] ?? text.length + 1) - 1 - from;
      return Math.max(0, line.replace(/\r$/, '').length - length);
    }),
  );
  return (offset) => {
    const above = lastAtMost(starts(), offset);
    const column = (indents()[above + 1] ?? 0) + offset - (starts()[above] ?? 0) + 1;
    return { ...place, line: place.line + above + 1, column };
  };
}

/** The index of the last of some rising numbers that is not above another one. */
function lastAtMost(numbers: readonly number[], most: number): number {
  let low = 0;
  let high = numbers.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((numbers[middle] ?? 0) <= most) low = middle;
    else high = middle - 1;
  }
  return low;
}

/**
 * Where in the written form of a text one of its characters is. Escapes and folded lines make it longer, so that the
 * word around the character is looked for.
 */
function offsetAsWritten(text: string, offset: number, written: string): number {
  const word = /^\S*/.exec(text.slice(offset))?.[0].slice(0, 40) ?? '';
  if (word === '') return Math.min(offset, Math.max(0, written.length - 1));
  let found = -1;
  for (let from = text.indexOf(word); from !== -1 && from <= offset; from = text.indexOf(word, from + 1)) {
    const next = written.indexOf(word, found + 1);
    if (next === -1) break;
    found = next;
  }
  return Math.max(0, found);
}

/** The value at a path of keys; undefined when there is none. */
export function yamlAt(node: YamlNode | undefined, ...path: readonly string[]): YamlNode | undefined {
  let at = node;
  for (const step of path)
    at = at?.kind === 'map' ? at.entries.find(({ key }) => key === step)?.value : undefined;
  return at;
}

/** The text at a path of keys; undefined when there is none. */
export function yamlText(node: YamlNode | undefined, ...path: readonly string[]): YamlText | undefined {
  const found = yamlAt(node, ...path);
  return found?.kind === 'text' ? found : undefined;
}

/** The entries of a mapping; none for anything else. */
export const yamlEntries = (node: YamlNode | undefined): readonly YamlEntry[] =>
  node?.kind === 'map' ? node.entries : [];

/** The items of a list, or the one value that stands for it. */
export const yamlItems = (node: YamlNode | undefined): readonly YamlNode[] =>
  node === undefined ? [] : node.kind === 'list' ? node.items : [node];

/** The texts of a list, or the one text that stands for it; empty ones are left out. */
export const yamlTexts = (node: YamlNode | undefined): readonly YamlText[] =>
  yamlItems(node).filter((item): item is YamlText => item.kind === 'text' && item.text !== '');

/** Every text below a node, keys left out. */
export function yamlTextsBelow(node: YamlNode | undefined): readonly YamlText[] {
  if (node === undefined) return [];
  if (node.kind === 'text') return [node];
  const below = node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items;
  return below.flatMap(yamlTextsBelow);
}
