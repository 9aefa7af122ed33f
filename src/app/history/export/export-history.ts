import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { RefusedError, UsageError } from '../../../domain/base/errors.ts';
import { cleanLine } from '../../../domain/base/text/clean.ts';
import { type Entry, GENESIS_HASH } from '../../../domain/history/entry/entry.ts';
import { type CockpitEvent, readEvent } from '../../../domain/history/entry/event.ts';
import type { HistoryFilter } from '../../../domain/history/find/history-filter.ts';
import type { ReadStore } from '../../../store/connection/open.ts';
import { databasePath } from '../../world/database-path.ts';
import { requireDatabase } from '../../world/require-database.ts';
import { type DatabaseChoice, openHistory } from '../../world/session.ts';
import type { World } from '../../world/world.ts';
import { type ExportOutput, openOutput } from './export-output.ts';
import { type ExportState, lockExportState, readExportState, writeExportState } from './export-state.ts';

/** What to export, in which form, and where to. */
export type ExportRequest = {
  /** Name of the form, which the state remembers. */
  form: string;
  /** The text before the first entry. */
  header: string;
  render: (entries: readonly { entry: Entry; event: CockpitEvent }[]) => string;
  filter: HistoryFilter;
  /** How many entries are in hand at once; for entries with thousands of texts, fewer than usual. */
  batch?: number | undefined;
  /** Only entries with a higher number; all by default. A state that is there says more. */
  after?: number | undefined;
  /** Goes on with what is recorded from now on, until `signal`. */
  follow?: boolean | undefined;
  /** A file that remembers how far this export has come. */
  state?: string | undefined;
  /** A file that grows; `write` is used when there is none. */
  out?: string | undefined;
  /** Writes text to the output; resolves when it was taken. */
  write: (text: string) => Promise<void>;
  signal: AbortSignal;
};

/** How many entries were exported, and the number of the last one, those of earlier times included. */
export type Exported = { entries: number; last: number };

const usualBatch = 500;
const pauseMs = 1000;

/**
 * Exports entries in their order. The state is kept after each batch was taken, so that an export that goes on
 * later begins where this one ended.
 *
 * @throws UsageError for a state of another form, or no database
 * @throws RefusedError when the history is not the one that was exported so far, or the state of a file is gone
 */
export async function exportHistory(
  world: World,
  choice: DatabaseChoice,
  request: ExportRequest,
): Promise<Exported> {
  requireDatabase(databasePath(world, choice.db));
  const statePath = inFolder(world, request.state);
  const unlock = statePath === undefined ? undefined : await lockExportState(statePath);
  try {
    const state = statePath === undefined ? undefined : await readExportState(statePath);
    if (state) refuseAnotherForm(state, request.form);
    const output = await openOutput({
      path: inFolder(world, request.out),
      mark: state?.file ?? undefined,
      header: request.header,
      isFirst: state === undefined,
      write: request.write,
    });
    try {
      if (statePath !== undefined && !state) refuseSecondCopy(request, { output, statePath });
      return await new Export(world, choice, request, { output, statePath }).run(state);
    } finally {
      await output.close();
    }
  } finally {
    unlock?.();
  }
}

/** One export from its start to its end. */
class Export {
  #last = { seq: 0, hash: GENESIS_HASH };
  #entries = 0;
  #file: ExportOutput['mark'];
  readonly #world: World;
  readonly #choice: DatabaseChoice;
  readonly #request: ExportRequest;
  readonly #output: ExportOutput;
  readonly #statePath: string | undefined;

  constructor(
    world: World,
    choice: DatabaseChoice,
    request: ExportRequest,
    { output, statePath }: { output: ExportOutput; statePath: string | undefined },
  ) {
    this.#world = world;
    this.#choice = choice;
    this.#request = request;
    this.#output = output;
    this.#statePath = statePath;
    this.#file = output.mark;
  }

  async run(state: ExportState | undefined): Promise<Exported> {
    const { follow = false, signal } = this.#request;
    if (state) this.#last = { seq: state.seq, hash: state.hash };
    else await this.#reading((store) => this.#begin(store));
    // The header is written even when there is no entry.
    this.#file = await this.#output.append('');
    for (;;) {
      await this.#reading((store) => this.#handOver(store));
      if (!follow || signal.aborted) return { entries: this.#entries, last: this.#last.seq };
      // A wait that is cut short is no fault.
      await delay(pauseMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Keeps where the export begins before anything is written; else a killed export would not know. */
  async #begin(store: ReadStore): Promise<void> {
    const after = Math.min(this.#request.after ?? 0, await store.countEntries());
    const before = await store.entry(after);
    if (before) this.#last = { seq: before.seq, hash: before.hash };
    await this.#keep();
  }

  async #handOver(store: ReadStore): Promise<void> {
    await this.#refuseAnotherHistory(store);
    const { batch: limit = usualBatch } = this.#request;
    while (!this.#request.signal.aborted) {
      const page = { after: this.#last.seq, limit };
      const batch = await store.findEntries(this.#request.filter, page);
      if (batch.length > 0) await this.#send(batch);
      if (batch.length < limit) return;
    }
  }

  async #send(batch: readonly Entry[]): Promise<void> {
    const text = this.#request.render(batch.map((entry) => ({ entry, event: readEvent(entry) })));
    this.#file = await this.#output.append(text);
    const { seq, hash } = batch.at(-1) ?? this.#last;
    this.#last = { seq, hash };
    this.#entries += batch.length;
    await this.#keep();
  }

  async #keep(): Promise<void> {
    if (this.#statePath === undefined) return;
    await writeExportState(this.#statePath, {
      format: 'codex-cockpit/export-state',
      version: 1,
      form: this.#request.form,
      ...this.#last,
      file: this.#file ?? null,
    });
  }

  async #refuseAnotherHistory(store: ReadStore): Promise<void> {
    const { seq, hash } = this.#last;
    if (seq === 0 || (await store.entry(seq))?.hash === hash) return;
    throw new RefusedError(
      `the history does not go on from what was exported: entry ${seq} is gone or another one`,
      'It was restored, rewritten, or is another database: codex-cockpit audit verify. A new --state begins anew.',
    );
  }

  /** Opens the history for one round, so that a database that took its place is noticed. */
  async #reading(work: (store: ReadStore) => Promise<void>): Promise<void> {
    const store = await openHistory(this.#world, this.#choice);
    try {
      if (store) await work(store);
    } finally {
      await store?.close();
    }
  }
}

function inFolder({ cwd }: World, path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(cwd, path);
}

/** Without the state it is not known what the file has; entries would be in it twice. */
function refuseSecondCopy(
  { after }: ExportRequest,
  { output, statePath }: { output: ExportOutput; statePath: string },
): void {
  if (after !== undefined || !output.mark || output.mark.bytes === 0) return;
  throw new RefusedError(
    `${statePath}: there is no state, and the file of the export is not empty`,
    'Say with --after which entry it ends with, or name another file with --out.',
  );
}

function refuseAnotherForm({ form }: ExportState, asked: string): void {
  if (form !== asked)
    throw new UsageError(
      `this state is of an export as ${cleanLine(form)}`,
      'Give each form its own --state.',
    );
}
