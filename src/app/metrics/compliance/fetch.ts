import pMap from 'p-map';
import * as z from 'zod';
import { CockpitError, UsageError, WorkError } from '../../../domain/base/errors.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { splitLines } from '../../../domain/base/text/split-lines.ts';
import { dayMs } from '../../../domain/base/time/duration.ts';
import { RETENTION_DAYS } from '../../../domain/metrics/compliance/coverage.ts';
import { readRecord } from '../../../domain/metrics/compliance/read-record.ts';
import { isMoment } from '../../../domain/metrics/compliance/record-fields.ts';
import type { Store } from '../../../store/connection/open.ts';
import { actingPerson } from '../../world/actor.ts';
import type { World } from '../../world/world.ts';
import { ApiClient, ApiRefusal } from '../api/api-client.ts';
import { type KeyChoice, readKey } from '../api/read-key.ts';
import { longestLine } from './import-files.ts';
import { ComplianceRecorder, type LeftField, type Log, requireImporter, subjectOf } from './recorder.ts';

/** Where the Compliance API is. */
export const COMPLIANCE_BASE = 'https://api.chatgpt.com';

/** The logs that are about Codex. */
export const COMPLIANCE_LOGS = ['CODEX_LOG', 'CODEX_SECURITY_LOG'] as const;

export type FetchRequest = KeyChoice & {
  workspace?: string | undefined;
  organization?: string | undefined;
  log: (typeof COMPLIANCE_LOGS)[number];
  base: string;
  /** Begins there (RFC 3339 UTC) instead of where the last fetch ended. */
  after?: string | undefined;
  signal: AbortSignal;
  onProgress?: OnProgress | undefined;
  onWait?: ((reason: string) => void) | undefined;
};

export type ComplianceFetch = Log & {
  /** From where to where the list was read; equal when there was nothing new. */
  from: string;
  to: string;
  /** Log files of which all records are recorded. */
  files: number;
  /** Log files that OpenAI did not have any more. */
  gone: number;
  records: number;
  /** How many of them were not recorded before. */
  recorded: number;
  unreadable: number;
  /** Log files that could not be fetched; the next fetch tries them again. */
  failed: readonly { file: string; reason: string }[];
  left: readonly LeftField[];
};

const filesOfPage = 100;
const filesAtOnce = 4;

/** An empty list that was read to its end is recorded again after so long. */
const recheckMs = dayMs / 2;

/**
 * Fetches what the Compliance API has of a log since the last fetch. Each page of the list is recorded before its files
 * are fetched, and a file is ended with the last of its records: whatever ends the program, the next fetch goes on
 * there, and no record counts twice.
 *
 * @throws UsageError when the request, the key or the address cannot be used
 * @throws WorkError when the API does not answer, or otherwise than expected
 * @throws RefusedError without a role that imports compliance logs
 */
export async function fetchCompliance(
  world: World,
  store: Store,
  request: FetchRequest,
): Promise<ComplianceFetch> {
  const log = logOf(request);
  const actor = await actingPerson(world);
  await requireImporter(store, actor);
  const client = new ApiClient({
    ...{ base: request.base, key: readKey(world, request), world },
    ...{ signal: request.signal, onWait: request.onWait },
  });
  return new Fetch({ world, store, actor, log, client, request }).run();
}

function logOf({ workspace, organization, log }: FetchRequest): Log {
  const id = workspace ?? organization;
  if (id === undefined || (workspace !== undefined && organization !== undefined))
    throw new UsageError('say whose log it is', 'Use either --workspace ID or --organization ID.');
  if (!/^[\w-]{1,100}$/.test(id))
    throw new UsageError(
      'this is not an id of a workspace or an organisation',
      'It is shown in the admin console.',
    );
  return { place: { kind: workspace === undefined ? 'organization' : 'workspace', id }, log };
}

/** A page of the list. Other members come and go; ids and the end of the stretch are all that is asked for. */
const listPage = z.object({
  data: z.array(z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])),
  has_more: z.boolean(),
  last_end_time: z.string().refine(isMoment, 'it is not a moment').nullish(),
});

/** One fetch from its start to its end. */
class Fetch {
  readonly #world: World;
  readonly #store: Store;
  readonly #actor: string;
  readonly #log: Log;
  readonly #client: ApiClient;
  readonly #request: FetchRequest;
  readonly #recorder: ComplianceRecorder;
  readonly #failed = new Map<string, string>();
  #files = 0;
  #gone = 0;
  #records = 0;
  #unreadable = 0;

  constructor(parts: {
    world: World;
    store: Store;
    actor: string;
    log: Log;
    client: ApiClient;
    request: FetchRequest;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#actor = parts.actor;
    this.#log = parts.log;
    this.#client = parts.client;
    this.#request = parts.request;
    this.#recorder = new ComplianceRecorder(parts.store, parts.actor);
  }

  async run(): Promise<ComplianceFetch> {
    const from = await this.#begin();
    await this.#fetchFiles();
    let to = from;
    for (let isComplete = false; !isComplete; ) {
      ({ to, isComplete } = await this.#listPage(to));
      await this.#fetchFiles();
    }
    const { recorded, left } = this.#recorder;
    return {
      ...{ ...this.#log, from, to, files: this.#files, gone: this.#gone },
      ...{ records: this.#records, recorded, unreadable: this.#unreadable },
      failed: [...this.#failed].map(([file, reason]) => ({ file, reason })),
      left,
    };
  }

  /** Where the list is read from. What is older than the retention is not there, and is not covered by asking for it. */
  async #begin(): Promise<string> {
    const oldest = this.#world.now().getTime() - RETENTION_DAYS * dayMs;
    const listed = this.#request.after ?? (await this.#store.listedUntil(this.#log));
    return listed !== undefined && Date.parse(listed) > oldest ? listed : new Date(oldest).toISOString();
  }

  async #listPage(from: string): Promise<{ to: string; isComplete: boolean }> {
    const { place, log } = this.#log;
    const answer = await this.#client.json(this.#path(), {
      event_type: log,
      after: from,
      limit: String(filesOfPage),
    });
    const page = listPage.safeParse(answer);
    if (!page.success)
      throw new WorkError(
        `the list of log files has another form than expected: ${z.prettifyError(page.error).replace(/\s+/g, ' ')}`,
        'This program may be too old for the API.',
      );
    const { data, has_more: hasMore, last_end_time: end } = page.data;
    const wrong = data.find((id) => !/^[\x21-\x7e]{1,300}$/.test(id) || /^\.+$/.test(id));
    if (wrong !== undefined) throw new WorkError('the list of log files has an id that cannot be asked for');
    const known = await this.#store.listedAmong(this.#log, data);
    const files = [...new Set(data)].filter((id) => !known.has(id));
    // The end of an empty page is null: the list stays where it was.
    const to = end === null || end === undefined || Date.parse(end) < Date.parse(from) ? from : end;
    if (hasMore && files.length === 0 && Date.parse(to) === Date.parse(from))
      throw new WorkError(
        `the list of log files says that there is more after ${from}, and gives nothing new`,
        'Try again later; what was fetched so far is recorded.',
      );
    await this.#store.append(async (views) => {
      await requireImporter(views, this.#actor);
      const coverage = await views.complianceCoverage();
      const before = coverage.find(
        (one) => one.log === log && one.place.id === place.id && one.place.kind === place.kind,
      );
      const checked = before?.checkedAt ? Date.parse(before.checkedAt) : Number.NEGATIVE_INFINITY;
      const isOldNews = files.length === 0 && to === from && !hasMore && this.#request.after === undefined;
      if (isOldNews && this.#world.now().getTime() - checked < recheckMs) return [];
      const body = { v: 1 as const, place, log, from, to, files, complete: !hasMore };
      return [
        { actor: this.#actor, subject: subjectOf(this.#log), event: { kind: 'compliance.listed', body } },
      ];
    });
    return { to, isComplete: !hasMore };
  }

  /** Fetches every listed file that is not recorded yet, of earlier fetches too. */
  async #fetchFiles(): Promise<void> {
    for (;;) {
      const waiting = await this.#store.logFilesToFetch(this.#log, filesOfPage + this.#failed.size);
      const files = waiting.filter((file) => !this.#failed.has(file));
      if (files.length === 0) return;
      let stop: unknown;
      // Never rejects: none may be at work any more when the history is closed.
      await pMap(
        files,
        async (file) => {
          if (stop !== undefined) return;
          await this.#fetchFile(file).catch((cause: unknown) => {
            stop = cause;
          });
        },
        { concurrency: filesAtOnce },
      );
      if (stop !== undefined) throw stop;
      await this.#recorder.flush();
    }
  }

  async #fetchFile(file: string): Promise<void> {
    try {
      const { records, unreadable } = await this.#client.file(
        `${this.#path()}/${encodeURIComponent(file)}`,
        (chunks) => this.#readFile(chunks),
      );
      await this.#recorder.end(this.#log, file, { unreadable });
      this.#files += 1;
      this.#records += records;
      this.#unreadable += unreadable;
    } catch (cause) {
      if (!(cause instanceof CockpitError) || this.#request.signal.aborted) throw cause;
      const status = cause instanceof ApiRefusal ? cause.status : undefined;
      if (status === 401 || status === 403) throw cause;
      if (status === 404 || status === 410) {
        await this.#recorder.end(this.#log, file, 'gone');
        this.#gone += 1;
      } else if (cause instanceof WorkError || cause instanceof ApiRefusal) {
        this.#failed.set(file, cause.message);
      } else throw cause;
    }
    this.#request.onProgress?.({
      step: `${this.#files} log files, ${this.#records} records`,
      done: this.#files,
    });
  }

  /** Gives the records of a file to be recorded. Returns how many lines are one, and how many are not. */
  async #readFile(chunks: AsyncIterable<Uint8Array>): Promise<{ records: number; unreadable: number }> {
    let records = 0;
    let unreadable = 0;
    for await (const { text, isOpen, isTooLong } of splitLines(chunks, { most: longestLine })) {
      const read = isTooLong ? { reason: 'it is too long' } : readRecord(text);
      if ('row' in read) {
        records += 1;
        await this.#recorder.add({ ...read, ...this.#log }, null);
        continue;
      }
      if (isOpen) throw new WorkError('it ends within a record');
      unreadable += 1;
    }
    if (records === 0 && unreadable > 0) throw new WorkError('no line of it is a record');
    return { records, unreadable };
  }

  #path(): string {
    const { kind, id } = this.#log.place;
    return `/v1/compliance/${kind === 'organization' ? 'organizations' : 'workspaces'}/${id}/logs`;
  }
}
