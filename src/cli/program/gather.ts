/** Collects the values of a flag that may be repeated. */
export function gather(value: string, sofar: readonly string[] = []): readonly string[] {
  return [...sofar, value];
}
