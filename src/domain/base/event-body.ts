import type * as z from 'zod';

/** The events of a family of bodies: each kind with the body that it demands. */
export type EventOf<Bodies extends Readonly<Record<string, () => z.ZodType>>> = {
  [K in keyof Bodies & string]: { kind: K; body: z.output<ReturnType<Bodies[K]>> };
}[keyof Bodies & string];

/** Reads a body of a form that is no longer written as the next form; any other body comes back as it is. */
export type OlderForm = (body: unknown) => unknown;

/** An older form of a body and its upcaster. `toNext` gives the body in the form with the next number. */
export function olderForm<T>(makeForm: () => z.ZodType<T>, toNext: (body: T) => unknown): OlderForm {
  let form: z.ZodType<T> | undefined;
  return (body) => {
    form ??= makeForm();
    const old = form.safeParse(body);
    return old.success ? toNext(old.data) : body;
  };
}
