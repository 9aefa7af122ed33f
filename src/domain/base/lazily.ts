/**
 * Makes a value when it is first asked for, and keeps it. For schemas on the way of every start: to make all of them
 * takes as long as to start Node.
 */
export function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
