import type * as z from 'zod';

/** The events of a family of bodies: each kind with the body that it demands. */
export type EventOf<Bodies extends Readonly<Record<string, () => z.ZodType>>> = {
  [K in keyof Bodies & string]: { kind: K; body: z.output<ReturnType<Bodies[K]>> };
}[keyof Bodies & string];
