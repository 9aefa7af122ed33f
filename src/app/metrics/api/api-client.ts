import { UsageError, WorkError } from '../../../domain/base/errors.ts';
import { redact } from '../../../domain/base/redact/redact.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type World, waitOf } from '../../world/world.ts';
import type { ApiKey } from './read-key.ts';

/** What a client of an API needs. */
export type ApiOptions = {
  /** The address that paths are added to. */
  base: string;
  key: ApiKey;
  world: Pick<World, 'now' | 'wait'>;
  signal: AbortSignal;
  /** Hears why and how long it waits before it asks again. */
  onWait?: ((reason: string) => void) | undefined;
};

/** An API asks for no more than so many requests in a second. */
const mostASecond = 10;

/** How often one thing is asked for before it is given up. */
const tries = 5;

/** The longest wait that a server may ask for, in milliseconds. */
const longestWait = 60_000;

const mostRedirects = 3;

/** Most bytes of an answer that is read as a whole. */
const mostBytes = 32 * 1024 * 1024;

/** The API refuses what was asked for; asking again changes nothing. */
export class ApiRefusal extends UsageError {
  /** Of HTTP. */
  readonly status: number;

  constructor(status: number, message: string, next?: string) {
    super(message, next);
    this.status = status;
  }
}

/** What is wrong may be over in a moment. */
class Passing extends WorkError {
  readonly waitMs: number | undefined;

  constructor(message: string, waitMs?: number) {
    super(message, 'Try again later; what was fetched so far is recorded.');
    this.waitMs = waitMs;
  }
}

/**
 * Asks an API with a bearer key: at most ten requests a second, again after 429, 5xx and a cut connection, with a growing
 * wait. The key is sent to the origin of the API alone; the address that it redirects to is a secret, which no
 * message names.
 */
export class ApiClient {
  readonly #base: URL;
  readonly #options: ApiOptions;
  readonly #started: number[] = [];
  #turn: Promise<void> = Promise.resolve();

  /** @throws UsageError for an address to which no key may be sent */
  constructor(options: ApiOptions) {
    this.#options = options;
    this.#base = readBase(options.base);
  }

  /**
   * Asks for JSON. Parameters that are undefined are left out.
   *
   * @param path below the base, each part encoded by the caller
   * @throws ApiRefusal when the key or the address is refused
   * @throws WorkError when there is no answer that can be used
   */
  async json(path: string, query: Record<string, string | undefined> = {}): Promise<unknown> {
    return this.#again(async () => {
      const body = await this.#get(this.#address(path, query));
      const text = await wholeText(body);
      try {
        return JSON.parse(text);
      } catch {
        throw new WorkError(`${this.#base.host} did not answer with JSON`, 'Check --base-url.');
      }
    });
  }

  /**
   * Fetches a file and reads it as it comes, following a redirect. `read` runs again from the beginning of the file when
   * the connection was cut.
   *
   * @throws ApiRefusal, WorkError as `json`
   */
  async file<T>(path: string, read: (chunks: AsyncIterable<Uint8Array>) => Promise<T>): Promise<T> {
    return this.#again(async () => read(clearly(await this.#get(this.#address(path, {})))));
  }

  #address(path: string, query: Record<string, string | undefined>): URL {
    const address = new URL(this.#base.href.replace(/\/+$/, '') + path);
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) address.searchParams.set(name, value);
    return address;
  }

  /** Tries it a few times, as long as what is wrong may be over in a moment. */
  async #again<T>(work: () => Promise<T>): Promise<T> {
    for (let failed = 1; ; failed += 1) {
      try {
        return await work();
      } catch (cause) {
        this.#refuseWhenEnded();
        if (!(cause instanceof Passing) || failed === tries) throw cause;
        const wait = cause.waitMs ?? 1000 * 2 ** (failed - 1);
        if (wait > longestWait) throw cause;
        this.#options.onWait?.(`${cause.message}; again in ${Math.ceil(wait / 1000)} s`);
        await this.#wait(wait);
      }
    }
  }

  async #get(address: URL): Promise<AsyncIterable<Uint8Array>> {
    let asked = address;
    for (let redirects = 0; redirects <= mostRedirects; redirects += 1) {
      await this.#takeTurn();
      const response = await this.#fetch(asked);
      if (response.ok) return response.body ?? nothing();
      if (response.status < 300 || response.status >= 400) throw await this.#refusal(response, asked);
      await response.body?.cancel();
      asked = this.#redirected(response.headers.get('location'), asked);
    }
    throw new WorkError(`${this.#base.host} redirects again and again`);
  }

  async #fetch(address: URL): Promise<Response> {
    const isApi = address.origin === this.#base.origin;
    const { key } = this.#options.key;
    try {
      return await fetch(address, {
        headers: { 'user-agent': 'codex-cockpit', ...(isApi ? { authorization: `Bearer ${key}` } : {}) },
        redirect: 'manual',
        signal: this.#options.signal,
      });
    } catch (cause) {
      this.#refuseWhenEnded();
      throw new Passing(`${address.host} cannot be reached: ${whyNot(cause)}`);
    }
  }

  #redirected(location: string | null, from: URL): URL {
    const address = location === null ? null : URL.parse(location, from.href);
    // What was asked for over a private connection must not come over an open one.
    if (!address || (address.protocol !== 'https:' && address.protocol !== from.protocol))
      throw new WorkError(`${from.host} redirects to an address that cannot be used`);
    return address;
  }

  /** What an answer that is no success means. */
  async #refusal(response: Response, asked: URL): Promise<Error> {
    const { status } = response;
    if (asked.origin !== this.#base.origin) {
      await response.body?.cancel();
      // The address that was signed ends soon; the next try gets a new one.
      return new Passing(`the storage that ${this.#base.host} names answered ${status}`);
    }
    const said = await this.#saidWith(response);
    const answer = `${this.#base.host} answered ${status}${said === '' ? '' : `: ${said}`}`;
    if (status === 401 || status === 403)
      return new ApiRefusal(
        status,
        `the key was refused: ${answer}`,
        `Check the key in ${this.#options.key.from}, what it may read, and of which workspace it is.`,
      );
    if (status === 404)
      return new ApiRefusal(status, answer, 'Check the id and the address; the key may not see it either.');
    if (status === 429 || status >= 500)
      return new Passing(answer, retryAfter(response.headers.get('retry-after'), this.#options.world.now()));
    return new ApiRefusal(status, answer);
  }

  /** The message of an error, on one line and without the key. */
  async #saidWith(response: Response): Promise<string> {
    const text = await wholeText(response.body ?? nothing()).catch(() => '');
    return redact(cleanLine(messageIn(text)), [this.#options.key.key]).slice(0, 200);
  }

  /** Waits until there were fewer requests than allowed in the last second. */
  #takeTurn(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      const now = this.#options.world.now().getTime();
      const [first] = this.#started;
      const pause = this.#started.length < mostASecond || first === undefined ? 0 : first + 1000 - now;
      if (pause > 0) await this.#wait(Math.min(pause, 1000));
      this.#started.push(this.#options.world.now().getTime());
      if (this.#started.length > mostASecond) this.#started.shift();
    });
    return this.#turn;
  }

  async #wait(ms: number): Promise<void> {
    await waitOf(this.#options.world)(ms, this.#options.signal);
    this.#refuseWhenEnded();
  }

  #refuseWhenEnded(): void {
    if (this.#options.signal.aborted)
      throw new WorkError('it was interrupted', 'The same command goes on; what was fetched is recorded.');
  }
}

/** The address of an API. A key is sent over HTTPS, and to this machine over HTTP too. */
function readBase(text: string): URL {
  const base = URL.parse(text);
  const isOwn = base?.protocol === 'http:' && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(base.hostname);
  if (!base || (base.protocol !== 'https:' && !isOwn))
    throw new UsageError('the address of the API must begin with https://', 'Check --base-url.');
  if (base.username !== '' || base.password !== '' || base.search !== '' || base.hash !== '')
    throw new UsageError('the address of the API has more than a host and a path', 'Check --base-url.');
  return base;
}

/** When a server wants to be asked again, in milliseconds from now; it says seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(header: string | null, now: Date): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,6}$/.test(header.trim())) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now.getTime());
}

/** The message in the body of an error, as OpenAI and FastAPI write it; empty for any other body. */
function messageIn(text: string): string {
  try {
    const { error, detail, message } = JSON.parse(text);
    const [first] = Array.isArray(detail) ? detail : [];
    const found = [error?.message, error, first && describeDetail(first), detail, message];
    return found.find((one): one is string => typeof one === 'string') ?? '';
  } catch {
    return '';
  }
}

function describeDetail({ loc, msg }: { loc?: unknown; msg?: unknown }): string {
  return `${Array.isArray(loc) ? loc.join('.') : ''} ${String(msg ?? '')}`.trim();
}

async function wholeText(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of clearly(chunks)) {
    size += chunk.length;
    if (size > mostBytes) throw new WorkError(`an answer has more than ${mostBytes} bytes`);
    parts.push(chunk);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** The same bytes, with a cut connection said in words. */
async function* clearly(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const from = chunks[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await from.next().catch((cause: unknown) => {
        throw new Passing(`the connection was cut: ${whyNot(cause)}`);
      });
      if (done) return;
      yield value;
    }
  } finally {
    await from.return?.();
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Why there was no answer; `fetch` itself says only that it failed. */
function whyNot(cause: unknown): string {
  const { cause: inner, message } = cause as {
    cause?: { code?: unknown; message?: unknown };
    message?: unknown;
  };
  // Of an error that is no system error, the code is a number.
  const found = [inner?.code, inner?.message, message].find((one) => typeof one === 'string' && one !== '');
  return cleanLine(String(found ?? 'no reason was given'));
}
