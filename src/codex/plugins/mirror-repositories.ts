import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { errorText, exited, type Outcome } from '../../domain/base/outcome.ts';
import { redact } from '../../domain/base/redact/redact.ts';
import { cleanLine } from '../../domain/base/text/clean.ts';
import { withoutSecret } from '../../domain/plugins/sources/source-identity.ts';
import { childEnvironment, type Environment } from '../cli/environment.ts';
import { startProcess } from '../cli/start-process.ts';

const timeoutMs = 10 * 60_000;

/** Where mirrors are made, and with whose settings of git. */
export type MirrorPlace = { folder: string; environment: Environment; signal: AbortSignal };

/** Local copies of git repositories, which the CLI can be held to. */
export class Mirrors {
  readonly #place: MirrorPlace;
  readonly #folders = new Map<string, string>();

  constructor(place: MirrorPlace) {
    this.#place = place;
  }

  /**
   * Clones a repository whole, with the person's own settings of git. One that is there already is not cloned again.
   *
   * @throws MirrorError in git's words
   */
  async add(url: string): Promise<void> {
    if (this.#folders.has(url)) return;
    const { folder } = this.#place;
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const mirror = join(folder, `${this.#folders.size}.git`);
    const cloned = await this.#git(['clone', '--bare', '--quiet', '--', url, mirror]);
    if (!exited(cloned)) {
      const why = cleanLine(redact(errorText(cloned))).slice(0, 300);
      throw new MirrorError(`git cannot clone ${cleanLine(withoutSecret(url))}: ${why}`);
    }
    this.#folders.set(url, mirror);
  }

  /** A file of a mirrored repository at a revision; undefined when it is not there. */
  async read(url: string, ref: string | null, path: string): Promise<string | undefined> {
    const mirror = this.#folders.get(url);
    if (mirror === undefined || ref?.startsWith('-')) return undefined;
    const shown = await this.#git(['-C', mirror, 'cat-file', 'blob', `${ref ?? 'HEAD'}:${path}`]);
    return exited(shown) ? shown.stdout : undefined;
  }

  /**
   * Environment variables with which git finds the mirrors in place of the repositories, and nothing else: no other
   * protocol is allowed, and no other settings are read that could lead elsewhere.
   *
   * @throws MirrorError when they cannot be written
   */
  async environment(): Promise<Record<string, string>> {
    const settings = join(this.#place.folder, 'gitconfig');
    for (const [url, mirror] of this.#folders) {
      const written = await this.#git([
        'config',
        '--file',
        settings,
        '--add',
        `url.file://${mirror}.insteadOf`,
        url,
      ]);
      if (!exited(written)) throw new MirrorError(`git cannot be set up: ${cleanLine(errorText(written))}`);
    }
    return { GIT_CONFIG_GLOBAL: settings, GIT_CONFIG_NOSYSTEM: '1', GIT_ALLOW_PROTOCOL: 'file' };
  }

  #git(args: readonly string[]): Promise<Outcome> {
    const { folder, environment, signal } = this.#place;
    const { CODEX_HOME: _, ...env } = childEnvironment(environment, folder);
    const { SSH_AUTH_SOCK } = environment;
    return startProcess(['git', ...args], {
      cwd: folder,
      env: SSH_AUTH_SOCK === undefined ? env : { ...env, SSH_AUTH_SOCK },
      timeoutMs,
      signal,
    }).outcome;
  }
}

/** A repository could not be mirrored; the message can be shown. */
export class MirrorError extends Error {}
