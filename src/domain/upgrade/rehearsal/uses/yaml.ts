import { settingUses, startsCodex, usesOfCall, type Word } from './call.ts';
import { addAll, type Found } from './found.ts';
import { findInShell } from './shell.ts';

type Line = { text: string; offset: number; indent: number };

/** What a YAML file uses: command lines, lists of arguments, and steps with the Codex action. */
export function findInYaml(text: string): readonly Found[] {
  const lines = linesOf(text);
  return [...commandLines(text, lines), ...flowLists(text), ...blockLists(lines), ...actions(lines)];
}

function linesOf(text: string): readonly Line[] {
  let offset = 0;
  return text.split('\n').map((line) => {
    const one = { text: line, offset, indent: line.search(/\S|$/) };
    offset += line.length + 1;
    return one;
  });
}

const isBlank = ({ text }: Line) => text.trim() === '' || text.trimStart().startsWith('#');

/** Keys whose values people or the model read. */
const prose =
  /^(?:name|title|description|summary|prompt|message|body|text|comment|reason|help|usage|why|remedy|instructions?|content|notes?)$/;

/** Scalars that run the CLI: of one line, and blocks. */
function commandLines(text: string, lines: readonly Line[]): readonly Found[] {
  const found: Found[] = [];
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as Line;
    if (isBlank(line)) continue;
    const { key, from, to } = scalarOf(line);
    const value = line.text.slice(from, to);
    if (/^[|>][+-]?\d?[+-]?(?:$| #)/.test(value)) {
      let end = index + 1;
      while (end < lines.length && isInside(lines[end], line)) end += 1;
      const body = lines[index + 1]?.offset ?? text.length;
      const after = lines[end]?.offset ?? text.length;
      if (!prose.test(key) && /codex/i.test(text.slice(body, after)))
        addAll(found, findInShell(text, body, after));
      index = end - 1;
    } else if (/codex/i.test(value) && !prose.test(key) && !/^[[{]/.test(value) && !startsCodex(value)) {
      addAll(found, findInShell(text, line.offset + from, line.offset + to));
    }
  }
  return found;
}

const isInside = (line: Line | undefined, parent: Line) =>
  line !== undefined && (line.text.trim() === '' || line.indent > parent.indent);

/** The value of a line, without the key and the quotes around it. */
function scalarOf({ text }: Line): { key: string; from: number; to: number } {
  const [before, key = ''] = /^\s*(?:- +){0,9}(?:["']?([\w.$/-]{1,100})["']?:(?:\s|$))?/.exec(text) ?? [''];
  const from = text.length - text.slice(before.length).trimStart().length;
  const to = text.trimEnd().length;
  const isQuoted = to - from > 1 && /["']/.test(text[from] as string) && text[to - 1] === text[from];
  return isQuoted ? { key, from: from + 1, to: to - 1 } : { key, from, to: Math.max(from, to) };
}

/** `[codex, mcp-server]`, with quotes or without, and `command: codex` beside `args: [mcp-server]`. */
function flowLists(text: string): readonly Found[] {
  const list = /\[\s*["']?((?:[^\s"',[\]]*\/)?codex)["']?\s*,([^\][]{0,2000})\]/dg;
  const beside = /\bcommand:\s*["']?(?:[^\s"']*\/)?codex["']?\s*\n\s*args:\s*\[([^\][]{0,2000})\]/dg;
  const wordsAt = (match: RegExpExecArray, part: number) =>
    wordsOf(match[part] ?? '', match.indices?.[part]?.[0] ?? match.index);
  return [
    ...[...text.matchAll(list)].flatMap((match) => usesOfCall(wordsAt(match, 2))),
    ...[...text.matchAll(beside)].flatMap((match) => usesOfCall(wordsAt(match, 1))),
  ];
}

function wordsOf(list: string, offset: number): readonly Word[] {
  return [...list.matchAll(/"([^"]*)"|'([^']*)'|([^\s,"']+)/g)].map(
    ({ 0: whole, 1: double, 2: single, index }) => ({
      text: double ?? single ?? whole,
      offset: offset + index,
      isFixed: !/[${]/.test(whole),
    }),
  );
}

/** A list with an item a line, that starts with the CLI or stands below `args:` beside `command: codex`. */
function blockLists(lines: readonly Line[]): readonly Found[] {
  const item = /^\s*- +["']?([^"'#]*?)["']?\s*(?:#.*)?$/;
  return lines.flatMap((line, index) => {
    const isFirst = startsCodex(item.exec(line.text)?.[1] ?? '');
    const isBeside =
      /^\s*args:\s*$/.test(line.text) &&
      /\bcommand:\s*["']?(?:[^\s"']*\/)?codex["']?\s*$/.test(lines[index - 1]?.text ?? '');
    if (!isFirst && !isBeside) return [];
    const words: Word[] = [];
    for (const next of lines.slice(index + 1, index + 80)) {
      const [, text] = item.exec(next.text) ?? [];
      if (text === undefined || (isFirst && next.indent !== line.indent)) break;
      words.push({ text, offset: next.offset + next.indent, isFixed: !text.includes('$') });
    }
    return usesOfCall(words);
  });
}

/** Lines of a step after its `uses`; a prompt can be long. */
const longestStep = 500;

/** What the inputs of a step with the Codex action say; it runs `codex exec`. */
function actions(lines: readonly Line[]): readonly Found[] {
  return lines.flatMap((line, index) => {
    const step = /^(\s*(?:- +)?)uses:\s*["']?openai\/codex-action\b/.exec(line.text);
    if (!step) return [];
    const column = (step[1] ?? '').length;
    const found: Found[] = [...usesOfCall([{ text: 'exec', offset: line.offset + column, isFixed: true }])];
    for (const next of lines.slice(index + 1, index + longestStep)) {
      if (!isBlank(next) && next.indent < column) break;
      const { key, from, to } = scalarOf(next);
      if (key !== '' && to > from)
        addAll(found, inputUses(key, next.text.slice(from, to), next.offset + next.indent));
    }
    return found;
  });
}

const inputSettings: Readonly<Record<string, string>> = {
  model: 'model',
  effort: 'model_reasoning_effort',
  sandbox: 'sandbox_mode',
};

function inputUses(key: string, value: string, offset: number): readonly Found[] {
  if (key === 'codex-args') {
    const words = wordsOf(value.replace(/^\[|\]$/g, ' '), offset);
    return usesOfCall([
      { text: 'exec', offset, isFixed: true },
      ...words.map((word) => ({ ...word, offset })),
    ]);
  }
  const setting = inputSettings[key];
  return setting === undefined ? [] : settingUses(setting, value, offset);
}
