import * as z from 'zod';
import { ROLES } from '../../people/role.ts';

const removedText = () => z.strictObject({ digest: z.string(), bytes: z.int() });

const restored = () =>
  ({
    /** Name of the backup's file. */
    from: z.string(),
    entries: z.int(),
    head: z.string(),
    /** What was moved aside; null when there was nothing, or nothing that could be read. */
    replaced: z.strictObject({ entries: z.int(), head: z.string() }).nullable(),
  }) as const;

/** What is recorded of the history itself: its key, its checkpoints, its care. */
export const historyBodies = {
  /** A key that signs checkpoints from now on: its public half, in the form of a verifier key. */
  'key.made': () => z.strictObject({ v: z.literal(1), public_key: z.string() }),
  'checkpoint.made': () =>
    z.strictObject({
      v: z.literal(1),
      /** How many entries it vouches for. */
      size: z.int(),
      root: z.string(),
      /** The whole signed note. */
      note: z.string(),
    }),
  /** Where every checkpoint is written to besides; null when no longer anywhere. */
  'checkpoint.place-chosen': () => z.strictObject({ v: z.literal(1), place: z.string().nullable() }),
  /** Bytes of stored texts that were removed. Their digests stay, in the entries that name them. */
  'blobs.removed': () =>
    z.discriminatedUnion('v', [
      z.strictObject({
        v: z.literal(1),
        older_than: z.string(),
        larger_than: z.string(),
        removed: z.array(removedText()),
      }),
      // What had secrets in it, whatever its age and size.
      z.strictObject({ v: z.literal(2), reason: z.literal('secrets'), removed: z.array(removedText()) }),
    ]),
  /** A backup took the place of the database. What came after it is no longer here. */
  'history.restored': () =>
    z.discriminatedUnion('v', [
      z.strictObject({ v: z.literal(1), ...restored() }),
      z.strictObject({
        v: z.literal(2),
        ...restored(),
        /** What allowed it, and which history gave the person that role: the one that was replaced, or the backup. */
        role: z.enum(ROLES),
        role_from: z.enum(['replaced', 'backup']),
      }),
    ]),
} as const;
