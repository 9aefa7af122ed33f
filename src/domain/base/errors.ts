/**
 * The ways the program can refuse, each with its exit code (README.md).
 * `message` says what happened and where; `next` says what to do about it.
 */
export class CockpitError extends Error {
  readonly exitCode: number;
  readonly next: string | undefined;

  constructor(message: string, options: { exitCode: number; next?: string | undefined; cause?: unknown }) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.exitCode = options.exitCode;
    this.next = options.next;
  }
}

/** The request itself is wrong: an unknown name, a malformed file, a rollout that is already there. Exit 2. */
export class UsageError extends CockpitError {
  constructor(message: string, next?: string) {
    super(message, { exitCode: 2, next });
  }
}

/** The rules of the rollout do not allow it: a gate is closed, a role is missing. Exit 1. */
export class RefusedError extends CockpitError {
  constructor(message: string, next?: string) {
    super(message, { exitCode: 1, next });
  }
}

/** The request is fine but the tool could not do the work: a full disk, a locked database. Exit 3. */
export class WorkError extends CockpitError {
  constructor(message: string, next?: string, cause?: unknown) {
    super(message, { exitCode: 3, next, cause });
  }
}

/** The runtime or the stored data cannot be used by this program. Exit 78 (EX_CONFIG of sysexits.h). */
export class UnusableError extends CockpitError {
  constructor(message: string, next?: string, cause?: unknown) {
    super(message, { exitCode: 78, next, cause });
  }
}
