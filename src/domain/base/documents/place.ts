/** A place in a file, 1-based. */
export type Place = { file: string; line: number; column: number };

/** `checks/upgrade.yaml:12:5` */
export function formatPlace(place: Place): string {
  return `${place.file}:${place.line}:${place.column}`;
}
