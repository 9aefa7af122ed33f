import * as z from 'zod';

/** How an entry names a stored text. */
export const evidence = () =>
  z.strictObject({
    /** What the text is, such as `codex --version`. */
    label: z.string(),
    /** Digest of the stored, redacted text. */
    sha256: z.string(),
    /** Bytes of the stored text. */
    size: z.int(),
  });

/** A stored text that an entry names by its digest. */
export type Evidence = z.output<ReturnType<typeof evidence>>;
