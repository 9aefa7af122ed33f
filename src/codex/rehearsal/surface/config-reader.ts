import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { stringify } from 'smol-toml';
import * as z from 'zod';
import { describeEnd, errorText, type Outcome } from '../../../domain/base/outcome.ts';
import { reasonOfRefusal, type Values } from '../../../domain/upgrade/rehearsal/surface/config-leaves.ts';
import { AppServerError } from '../../app-server/app-server-client.ts';
import { withAppServer } from '../../app-server/app-server-session.ts';
import type { ObserverContext } from '../observer.ts';

/** What a CLI makes of a configuration: the effective values, or why it refuses them, and in which line of the copy. */
type ReadAnswer = { config: unknown } | { refused: string; line: number | undefined };

/** Lets a running CLI read one configuration after the other. */
export type ConfigReader = {
  /** Writes a configuration file as it is, or from values. */
  write(file: string, content: Values | string): Promise<void>;
  /** Reads the configuration of a folder. */
  read(folder: string): Promise<ReadAnswer>;
};

const reply = z.looseObject({ config: z.unknown() });

/**
 * Starts an app-server that reads its files anew for each question (docs/codex-facts.md, "Effective configuration"): a
 * start for each would take a hundred times as long.
 *
 * @param prepare makes the files that it starts on
 * @param told replaces the paths of copies
 * @param wrap what the server is started in
 * @returns what the work returns, or why the server does not start
 */
export async function withConfigReader<T>(
  { codex, start }: Pick<ObserverContext, 'codex' | 'start'>,
  {
    home,
    flags,
    told,
    prepare,
    wrap = (argv) => argv,
  }: {
    home: string;
    flags: readonly string[];
    told: (text: string) => string;
    prepare: (write: ConfigReader['write']) => Promise<void>;
    wrap?: (argv: readonly [string, ...string[]]) => readonly [string, ...string[]];
  },
  work: (reader: ConfigReader) => Promise<T>,
): Promise<{ seen: T } | { failed: string; outcome: Outcome | undefined }> {
  const write: ConfigReader['write'] = async (file, content) => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, typeof content === 'string' ? content : stringify(content), { mode: 0o600 });
  };
  await prepare(write);
  let ended: Promise<Outcome> | undefined;
  const done = await withAppServer(
    {
      codexStart: (args) => {
        const server = start(wrap([codex, ...args]), { cwd: home, env: { CODEX_HOME: home } });
        ended = server.outcome;
        return server;
      },
      record: () => undefined,
    },
    async ({ client, handshake }) => {
      if (handshake.type !== 'answered') return undefined;
      const read: ConfigReader['read'] = async (folder) => {
        try {
          const { config } = reply.parse(await client.request('config/read', { cwd: folder }));
          return { config: JSON.parse(told(JSON.stringify(config))) };
        } catch (cause) {
          if (!(cause instanceof AppServerError)) throw cause;
          const [, line] = /\.toml:(\d+):\d+: /.exec(cause.message) ?? [];
          return { refused: reasonOfRefusal(told(cause.message)), line: line ? Number(line) : undefined };
        }
      };
      return { seen: await work({ read, write }) };
    },
    flags,
  );
  if (done) return done;
  const outcome = ended && (await ended);
  const said = outcome ? (errorText(outcome).split('\n')[0] ?? '') : '';
  return { failed: said === '' && outcome ? describeEnd(outcome.end) : said, outcome };
}
