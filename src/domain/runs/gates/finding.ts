/** What keeps a gate closed, with what to do about it. Shaped as `gate.judged` records it. */
export type Finding = {
  rule: string;
  /** What is wrong. */
  message: string;
  /** What to do. */
  remedy: string;
  path: string | null;
  line: number | null;
};

/** A finding about a file, or about the change as a whole. */
export function finding(rule: string, message: string, remedy: string, path: string | null = null): Finding {
  return { rule, message, remedy, path, line: null };
}
