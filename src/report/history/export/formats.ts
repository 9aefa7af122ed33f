import { cef } from './cef.ts';
import { csv } from './csv.ts';
import { jsonl } from './jsonl.ts';
import type { LineFormat } from './line-format.ts';
import { ocsf } from './ocsf.ts';
import { syslog } from './syslog.ts';

/** Every form in which the history can be handed to other tools. */
export const EXPORT_FORMATS = { jsonl, csv, ocsf, syslog, cef } as const satisfies Record<string, LineFormat>;

export type ExportFormat = keyof typeof EXPORT_FORMATS;
