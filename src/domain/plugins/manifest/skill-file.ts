import { isMap, isScalar, parseDocument } from 'yaml';
import type { Dialect } from './dialect.ts';

const longestName = 64;
const longestDescription = 1024;

/**
 * Why the CLI does not load a SKILL.md; undefined when it does. Newer versions cut what is too long, and read
 * a value that is not quoted as it is.
 */
export function whyNoSkill(markdown: string, dialect: Dialect): string | undefined {
  const front = frontMatter(markdown);
  if (front === undefined) return 'it has no front matter between two lines of ---';
  const read = readFields(front, dialect);
  if ('fault' in read) return read.fault;
  const { name, description, short } = read;
  if ([...oneLine(name)].length > longestName) return `its name is longer than ${longestName} characters`;
  if (oneLine(description) === '') return 'it has no description';
  if (dialect === 'newer') return undefined;
  if ([...oneLine(description)].length > longestDescription)
    return `its description is longer than ${longestDescription} characters`;
  if ([...oneLine(short)].length > longestDescription)
    return `its short description is longer than ${longestDescription} characters`;
  return undefined;
}

type Fields = { name: string; description: string; short: string };

function frontMatter(markdown: string): string | undefined {
  const [first, ...rest] = markdown.split(/\r?\n/);
  if (first?.trim() !== '---' || first.startsWith('\ufeff')) return undefined;
  const end = rest.findIndex((line) => line.trim() === '---');
  return end < 1 ? undefined : rest.slice(0, end).join('\n');
}

function readFields(front: string, dialect: Dialect): Fields | { fault: string } {
  const simple = simpleFields(front);
  if (simple) return simple;
  const document = parseDocument(front, { schema: 'failsafe', logLevel: 'silent' });
  const [error] = document.errors;
  if (error && dialect === 'newer' && error.code !== 'DUPLICATE_KEY') return plainFields(front);
  if (error) return { fault: `its front matter is not valid YAML: ${error.message.split('\n')[0]}` };
  const root = document.contents;
  if (!isMap(root)) return { fault: 'its front matter is not a table' };
  const text = (value: unknown) => {
    if (value === undefined || value === null) return '';
    if (!isScalar(value)) return undefined;
    const isNull = value.type === 'PLAIN' && /^(?:~|null|Null|NULL|)$/.test(String(value.value));
    return isNull ? '' : String(value.value);
  };
  const metadata = root.get('metadata', true);
  const short = isMap(metadata) ? text(metadata.get('short-description', true)) : '';
  const [name, description] = [text(root.get('name', true)), text(root.get('description', true))];
  if (name === undefined || description === undefined || short === undefined)
    return { fault: 'its name or description is not text' };
  return { name, description, short };
}

const simpleLine = /^([a-z][a-z-]*): ([A-Za-z](?:[^\p{C}\p{Z}:#]| (?! |$)|:(?! |$)|#)*)$/u;

/** The fields of front matter that has one plain text a line, as most have: YAML reads it so too, and takes longer. */
function simpleFields(front: string): Fields | undefined {
  const fields = new Map<string, string>();
  for (const line of front.split('\n')) {
    const [, key, value] = simpleLine.exec(line) ?? [];
    if (key === undefined || value === undefined || value.includes(' #')) return undefined;
    if (fields.has(key) || key === 'metadata' || /^null$/i.test(value)) return undefined;
    fields.set(key, value);
  }
  return { name: fields.get('name') ?? '', description: fields.get('description') ?? '', short: '' };
}

/** Fields line by line, for a text that is not valid YAML. */
function plainFields(front: string): Fields {
  const field = (name: string) => new RegExp(`^${name}:[ \\t]+(.*)$`, 'm').exec(front)?.[1] ?? '';
  const description = field('description');
  return { name: field('name'), description, short: '' };
}

const oneLine = (text: string) => text.trim().replace(/\s+/g, ' ');
