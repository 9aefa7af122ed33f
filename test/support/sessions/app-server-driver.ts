import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { AppServerClient, shakeHands } from '../../../src/codex/app-server/app-server-client.ts';

/** A running app-server on a CODEX_HOME of its own, driven as an editor does. */
export class AppServerDriver {
  readonly client: AppServerClient;
  readonly #child: ChildProcess;
  readonly #wakers = new Set<() => void>();

  constructor(codex: string, { home, cwd }: { home: string; cwd: string }) {
    this.#child = spawn(codex, ['app-server', '--disable', 'plugins'], {
      cwd,
      env: { PATH: process.env.PATH, HOME: home, CODEX_HOME: home, LANG: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.client = new AppServerClient((text) => this.#child.stdin?.write(`${text}\n`));
    this.#child.stdin?.on('error', () => undefined);
    this.#child.on('close', () => {
      this.client.close('it has ended');
      this.#wake();
    });
    if (this.#child.stdout)
      createInterface({ input: this.#child.stdout }).on('line', (line) => {
        this.client.receive(line);
        this.#wake();
      });
  }

  async initialize(): Promise<void> {
    const handshake = await shakeHands(this.client);
    if (handshake.type !== 'answered') throw new Error(JSON.stringify(handshake));
  }

  /** The id of the thread that a request makes. */
  async thread(method: string, params: object): Promise<string> {
    const reply = (await this.client.request(method, params)) as { thread: { id: string } };
    return reply.thread.id;
  }

  /** Waits for the first notification that fits, among those from number `after` on. */
  async notified(fits: (method: string, params: never) => boolean, after: number): Promise<void> {
    while (
      !this.client.notifications.slice(after).some(({ method, params }) => fits(method, params as never))
    ) {
      if (this.#child.exitCode !== null) throw new Error('the app-server has ended');
      await new Promise<void>((resolve) => this.#wakers.add(resolve));
    }
  }

  completed(threadId: string, after: number): Promise<void> {
    return this.notified(
      (method, params: { threadId: string }) => method === 'turn/completed' && params.threadId === threadId,
      after,
    );
  }

  /** Starts a turn, and gives its id. */
  async begin(threadId: string, text: string): Promise<string> {
    const input = [{ type: 'text', text, text_elements: [] }];
    const reply = (await this.client.request('turn/start', { threadId, input })) as { turn: { id: string } };
    return reply.turn.id;
  }

  /** Starts a turn and waits for its end. */
  async turn(threadId: string, text: string): Promise<void> {
    const after = this.client.notifications.length;
    await this.begin(threadId, text);
    await this.completed(threadId, after);
  }

  /** Ends it as an editor does. */
  async end(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.stdin?.end();
    await closed;
  }

  #wake(): void {
    for (const wake of this.#wakers) wake();
    this.#wakers.clear();
  }
}
