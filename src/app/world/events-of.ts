/**
 * The events of work that several tasks do at the same time, as one iteration. Stopping the iteration early aborts the
 * work, and waits until it has cleaned up.
 *
 * @param signal aborts the work too
 */
export async function* eventsOf<T>(
  work: (tell: (event: T) => void, abandon: AbortController) => Promise<unknown>,
  signal?: AbortSignal,
): AsyncGenerator<T> {
  const abandon = new AbortController();
  const pass = () => abandon.abort(signal?.reason);
  if (signal?.aborted) pass();
  signal?.addEventListener('abort', pass, { once: true });
  let finished: Promise<unknown> = Promise.resolve();
  let heard = true;
  const events = new ReadableStream<T>({
    start(controller) {
      finished = work((event) => heard && controller.enqueue(event), abandon).then(
        () => heard && controller.close(),
        (cause) => {
          if (!heard) throw cause;
          controller.error(cause);
        },
      );
    },
    cancel() {
      heard = false;
      abandon.abort();
    },
  });
  try {
    yield* events;
  } finally {
    signal?.removeEventListener('abort', pass);
    abandon.abort();
    await finished;
  }
}
