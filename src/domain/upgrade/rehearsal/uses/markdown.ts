import { addAll, type Found } from './found.ts';
import { findInProgram, readProgram } from './program.ts';
import { findInShell } from './shell.ts';
import { findInYaml } from './yaml.ts';

const scripts = /^(?:|sh|bash|zsh|shell|console|shell-session|text|fish|powershell|ps1|dockerfile|makefile)$/;

/**
 * What a text for people or for the model uses: commands in code, inline or in blocks, and the names of tools and methods
 * in code. Prose names nothing.
 *
 * @param isInstruction whether the model reads it: then a tool may be named without being code
 */
export function findInMarkdown(text: string, isInstruction: boolean): readonly Found[] {
  const blocks = blocksOf(text);
  const prose = withoutBlocks(text, blocks);
  const namesCli = /\bcodex\b/i.test(text);
  const found = blocks.flatMap(({ language, from, to }) => findInBlock(text, language, from, to));
  for (const { 1: ticks = '', 2: code = '', index } of prose.matchAll(/(`{1,3})([^`\n]{1,200})\1(?!`)/g)) {
    const offset = index + ticks.length;
    if (/^\s*\$?\s*(?:\S*\/)?codex\s/.test(code))
      addAll(found, findInShell(text, offset, offset + code.length));
    if (/^[a-z]+(?:_[a-z]+)*$/.test(code) && (namesCli || isInstruction))
      found.push({ kind: 'tool', name: code, offset });
    if (/^[a-z][A-Za-z]*(?:\/[A-Za-z]+)+$/.test(code) && namesCli)
      found.push({ kind: 'method', name: code, offset });
  }
  if (isInstruction)
    for (const { 0: name, index } of prose.matchAll(/(?<![\w`/.-])[a-z]+(?:_[a-z]+)+(?![\w`/-])/g))
      found.push({ kind: 'tool', name, offset: index });
  for (const { 1: name = '', index } of prose.matchAll(/(?<![\w$])\$([a-z][a-z0-9]*(?:-[a-z0-9]+)+)/g))
    found.push({ kind: 'skill', name, offset: index });
  return found;
}

type Block = { language: string; from: number; to: number };

/** The code between fences, without them. */
function blocksOf(text: string): readonly Block[] {
  const blocks: Block[] = [];
  let open: { fence: string; language: string; from: number } | undefined;
  let offset = 0;
  for (const line of text.split('\n')) {
    const [, fence = '', language = ''] =
      /^\s*(?:> ?|[-*] |\d+\. )?\s*(`{3,}|~{3,})\s*([\w-]*)/.exec(line) ?? [];
    if (open && fence.startsWith(open.fence) && language === '') {
      blocks.push({ language: open.language, from: open.from, to: offset });
      open = undefined;
    } else if (!open && fence !== '') {
      open = { fence, language: language.toLowerCase(), from: offset + line.length + 1 };
    }
    offset += line.length + 1;
  }
  return blocks;
}

function findInBlock(text: string, language: string, from: number, to: number): readonly Found[] {
  const code = text.slice(from, to);
  if (!/codex/i.test(code)) return [];
  const moved = (found: readonly Found[]) => found.map((one) => ({ ...one, offset: one.offset + from }));
  if (language === 'yaml' || language === 'yml') return moved(findInYaml(code));
  // A prompt before a command is none of it.
  if (scripts.test(language)) return moved(findInShell(code.replace(/^(\s*)[$>%](?=\s)/gm, '$1 ')));
  const isPython = language === 'python' || language === 'py';
  return moved(
    findInProgram(code, readProgram(code, isPython ? 'python' : language === 'toml' ? 'hash' : 'c')),
  );
}

/** The text with its code blocks blanked, so that offsets stay. */
function withoutBlocks(text: string, blocks: readonly Block[]): string {
  let kept = 0;
  const parts = blocks.flatMap(({ from, to }) => {
    const pair = [text.slice(kept, from), text.slice(from, to).replace(/[^\n]/g, ' ')];
    kept = to;
    return pair;
  });
  return [...parts, text.slice(kept)].join('');
}
