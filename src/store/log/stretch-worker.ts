// A thread that verifies stretches of a history, one a message, through a connection of its own.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { Stretch } from '../../domain/history/proof/history-walk.ts';
import type { ThreadData } from './thread.ts';
import { walkStretch } from './walk-stretch.ts';

const { path } = workerData as ThreadData;
const raw = new Database(path, { readonly: true, fileMustExist: true });
parentPort?.on('message', (stretch: Stretch) => parentPort?.postMessage(walkStretch(raw, stretch)));
