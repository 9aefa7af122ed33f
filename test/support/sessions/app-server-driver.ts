import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { AppServerClient, shakeHands } from '../../../src/codex/app-server/app-server-client.ts';

/** A running app-server on a CODEX_HOME of its own, driven as a program for the editor would. */
export class AppServerDriver {
  readonly client: AppServerClient;
  readonly #child: ChildProcess;
  readonly #wakers = new Set<() => void>();

  constructor(codex: string, { home, cwd, flags }: { home: string; cwd: string; flags: readonly string[] }) {
    this.#child = spawn(codex, ['app-server', '--disable', 'plugins', ...flags], {
      cwd,
      env: { PATH: process.env.PATH, HOME: home, CODEX_HOME: home, OPENAI_API_KEY: 'none', LANG: 'C.UTF-8' },
      stdio: ['pipe', 'pipe', process.env.DEBUG_APP_SERVER ? 'inherit' : 'ignore'],
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

  /** Waits for the first notification that fits, among those from `after` on. */
  async notified(fits: (method: string, params: never) => boolean, after: number): Promise<number> {
    for (;;) {
      const found = this.client.notifications.findIndex(
        ({ method, params }, at) => at >= after && fits(method, params as never),
      );
      if (found >= 0) return found;
      if (this.#child.exitCode !== null) throw new Error('the app-server has ended');
      await new Promise<void>((resolve) => this.#wakers.add(resolve));
    }
  }

  /** Starts a turn and waits for its end. */
  async turn(threadId: string, text: string): Promise<void> {
    const after = this.client.notifications.length;
    await this.client.request('turn/start', { threadId, input: [{ type: 'text', text, text_elements: [] }] });
    await this.notified(
      (method, params: { threadId: string }) => method === 'turn/completed' && params.threadId === threadId,
      after,
    );
  }

  async end(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const closed = once(this.#child, 'close');
    this.#child.stdin?.end();
    await closed;
  }

  async kill(): Promise<void> {
    const closed = once(this.#child, 'close');
    this.#child.kill('SIGKILL');
    await closed;
  }

  #wake(): void {
    for (const wake of this.#wakers) wake();
    this.#wakers.clear();
  }
}
