/** A place in a file, 1-based. */
export type Place = { file: string; line: number; column: number };

/** `checks/upgrade.yaml:12:5` */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}

/** Reads what `formatPlace` writes; undefined for any other text. */
export function parsePlace(text: string): Place | undefined {
  const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(text) ?? [];
  return file === undefined ? undefined : { file, line: Number(line), column: Number(column) };
}
