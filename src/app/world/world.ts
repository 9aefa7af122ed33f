import { setTimeout as delay } from 'node:timers/promises';

/** Environment variables as the process got them. */
type Environment = Readonly<Record<string, string | undefined>>;

/** What every use case needs of the world; passed in so that tests can replace it. */
export type World = {
  environment: Environment;
  cwd: string;
  now: () => Date;
  /** Who acts, when somebody said so with `--as`; else git and the account say it. */
  as?: string | undefined;
  /** Refuses everything that would write the history. */
  readOnly?: boolean;
  /** Tells a person something beside the work that they asked for. */
  tell?: (line: string) => void;
  /** Waits so many milliseconds, or until the signal; of the clock by default. */
  wait?: Wait;
};

export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>;

/** Waits as the world does. A wait that is cut short is no fault. */
export const waitOf =
  ({ wait = byTheClock }: Pick<World, 'wait'>): Wait =>
  (ms, signal) =>
    wait(ms, signal);

const byTheClock: Wait = (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined);
