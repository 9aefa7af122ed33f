import { parse, TomlError, type TomlTable } from 'smol-toml';
import { cleanLine } from '../text/clean.ts';
import { decodeUtf8 } from './decode-utf8.ts';
import type { Place } from './place.ts';
import { type Span, spansOf, spotOf } from './toml-spans.ts';

type Path = readonly (string | number)[];

/** A TOML file that remembers the place of each key and value, or where it breaks off. */
export type LocatedToml =
  | {
      type: 'read';
      data: TomlTable;
      /** Where the last part of the path is named; the nearest thing around it when it is not there. */
      keyPlace: (path: Path) => Place;
      /** Where the value of the path begins. */
      valuePlace: (path: Path) => Place;
    }
  /** `message` says whether the encoding or the syntax is at fault. */
  | { type: 'broken'; place: Place; message: string };

/** A document as text, or as the bytes of its file when the encoding is part of the question. */
export type TomlSource = { text: string | Uint8Array; file: string };

/** Reads TOML. A file that is not TOML is an answer, not an error: the caller shows it as a finding. */
export function readLocatedToml({ text: source, file }: TomlSource): LocatedToml {
  const decoded = typeof source === 'string' ? { type: 'text' as const, text: source } : decodeUtf8(source);
  if (decoded.type === 'not UTF-8') {
    const { line, column, message } = decoded;
    return { type: 'broken', place: { file, line, column }, message };
  }
  const { text } = decoded;
  let data: TomlTable;
  try {
    data = parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const [message = ''] = cause.message.replace(/^Invalid TOML document: /, '').split('\n');
    return {
      type: 'broken',
      place: { file, line: cause.line, column: cause.column },
      message: `not TOML: ${cleanLine(message)}`,
    };
  }
  const spans = spansOf(text);
  const placeOf = (path: Path, part: keyof Span): Place => {
    for (let length = path.length; length > 0; length--) {
      const span = spans.get(JSON.stringify(path.slice(0, length)));
      if (span) return { file, ...spotOf(text, span[part]) };
    }
    return { file, line: 1, column: 1 };
  };
  return {
    type: 'read',
    data,
    keyPlace: (path) => placeOf(path, 'key'),
    valuePlace: (path) => placeOf(path, 'value'),
  };
}
