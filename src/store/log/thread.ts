import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';

/** What a script of a thread is given: the database that it opens for itself. */
export type ThreadData = { path: string };

/** A thread that answers one message after another, each with one of its own. */
export class Thread<Question, Answer> {
  readonly #worker: Worker;
  readonly #failure: Promise<never>;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param path the database that the script opens for itself */
  constructor(script: URL, path: string) {
    // Loaded late: most starts need no thread.
    const { Worker } = process.getBuiltinModule('node:worker_threads');
    this.#worker = new Worker(script, { workerData: { path } satisfies ThreadData });
    this.#failure = new Promise((_, fail) => this.#worker.once('error', fail));
    toldLater(this.#failure);
  }

  /** Asks when what was asked before is answered. */
  ask(question: Question): Promise<Answer> {
    const answer = this.#queue.then(() => this.#ask(question));
    toldLater(answer);
    this.#queue = answer;
    return answer;
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }

  async #ask(question: Question): Promise<Answer> {
    this.#worker.postMessage(question);
    const answered = once(this.#worker, 'message');
    toldLater(answered);
    const [answer] = await Promise.race([answered, this.#failure]);
    return answer as Answer;
  }
}

/** What fails here is thrown where it is awaited in its turn, not as an unhandled rejection before that. */
export function toldLater(work: Promise<unknown>): void {
  work.catch(() => undefined);
}
