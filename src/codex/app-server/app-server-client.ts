import * as z from 'zod';
import type { Handshake } from '../../domain/checks/judge/app-server.ts';

const message = z.looseObject({
  id: z.union([z.number(), z.string()]).optional(),
  method: z.string().optional(),
  params: z.unknown().optional(),
  result: z.unknown().optional(),
  error: z.looseObject({ message: z.string() }).optional(),
});

/** A message that the server sent without being asked. */
export type AppServerNotification = { method: string; params: unknown };

/** An error that the server answered with, such as `Not initialized`. */
export class AppServerError extends Error {}

/**
 * The request side of the app-server protocol (JSON messages without a `jsonrpc` field,
 * docs/codex-facts.md, "App-server over stdio"). Notifications may come between a request and its reply, and
 * even before the first reply, so replies are matched by id.
 */
export class AppServerClient {
  #send: (text: string) => void;
  #waiting = new Map<number, { resolve: (result: unknown) => void; reject: (cause: Error) => void }>();
  readonly #notifications: AppServerNotification[] = [];
  #nextId = 1;
  #closed: Error | undefined;

  /** @param send writes one message to the server, without a line end */
  constructor(send: (text: string) => void) {
    this.#send = send;
  }

  /** The notifications so far. */
  get notifications(): readonly AppServerNotification[] {
    return this.#notifications;
  }

  /** Takes one message from the server. A line that is no message is ignored. */
  receive(text: string): void {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      return;
    }
    const reply = message.safeParse(parsed).data;
    if (reply?.method !== undefined) {
      // A request of the server has an id of its own count, which may equal one of our ids.
      if (reply.id !== undefined) return;
      this.#notifications.push({ method: reply.method, params: reply.params });
    }
    if (typeof reply?.id !== 'number') return;
    const waiting = this.#waiting.get(reply.id);
    if (!waiting) return;
    this.#waiting.delete(reply.id);
    if (reply.error) waiting.reject(new AppServerError(reply.error.message));
    else waiting.resolve(reply.result);
  }

  /** Tells every waiting request that no reply will come. */
  close(reason: string): void {
    this.#closed ??= new Error(reason);
    for (const { reject } of this.#waiting.values()) reject(this.#closed);
    this.#waiting.clear();
  }

  /**
   * Sends a request and waits for its reply.
   *
   * @throws AppServerError when the server answers with an error; Error when the connection closes first
   */
  request(method: string, params: unknown): Promise<unknown> {
    if (this.#closed) return Promise.reject(this.#closed);
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send(JSON.stringify({ id, method, params }));
    });
  }

  /** Sends a notification; there is no reply. */
  notify(method: string): void {
    this.#send(JSON.stringify({ method }));
  }
}

const initialized = z.looseObject({ userAgent: z.string() });

/** Sends `initialize` and reports what the server answered. */
export async function shakeHands(client: AppServerClient): Promise<Handshake> {
  const asked = performance.now();
  try {
    const result = await client.request('initialize', {
      clientInfo: { name: 'codex_cockpit', title: 'Codex Cockpit', version: '1' },
    });
    const reply = initialized.safeParse(result);
    if (!reply.success) return { type: 'refused', message: `an unknown reply: ${JSON.stringify(result)}` };
    client.notify('initialized');
    return { type: 'answered', userAgent: reply.data.userAgent, afterMs: performance.now() - asked };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return cause instanceof AppServerError
      ? { type: 'refused', message: reason }
      : { type: 'silent', reason };
  }
}
