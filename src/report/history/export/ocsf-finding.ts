import type { SuiteVerdict, Verdict } from '../../../domain/checks/verdict.ts';
import type { Entry } from '../../../domain/history/entry/entry.ts';
import type { EventBody } from '../../../domain/history/entry/event.ts';
import { classified } from './ocsf-class.ts';

/** What a verdict is in a compliance object; those that it has no word for keep their own. */
const statuses: Record<Verdict, { status_id: number; status: string }> = {
  pass: { status_id: 1, status: 'Pass' },
  warn: { status_id: 2, status: 'Warning' },
  fail: { status_id: 3, status: 'Fail' },
  skip: { status_id: 99, status: 'skip' },
  manual: { status_id: 99, status: 'manual' },
  error: { status_id: 99, status: 'error' },
};

/** What a check came to, as a Compliance Finding (2003). */
export function checkFinding(entry: Entry, body: EventBody<'check.finished'>): object {
  const { check, run, title, verdict, summary, expected, actual, remedy, cli_version, evidence } = body;
  return finding({
    entry,
    uid: `${run}/${check}`,
    title,
    type: 'Upgrade check',
    version: cli_version,
    compliance: {
      control: check,
      desc: title,
      ...statuses[verdict],
      status_details: [summary, ...labelled('expected', expected), ...labelled('actual', actual)],
      checks: [{ uid: check, name: title, ...statuses[verdict] }],
    },
    more: {
      ...(remedy === undefined ? {} : { remediation: { desc: remedy } }),
      ...(evidence.length === 0
        ? {}
        : {
            evidences: evidence.map(({ label, sha256, size }) => ({
              name: label,
              uid: sha256,
              data: { sha256, size },
            })),
          }),
    },
  });
}

/** What a suite came to, as a Compliance Finding (2003). */
export function runFinding(entry: Entry, body: EventBody<'run.finished'>): object {
  const { run, verdict, interrupted, cli_version } = body;
  const outcome: SuiteVerdict | 'skip' = interrupted ? 'skip' : verdict;
  return finding({
    entry,
    uid: run,
    title: 'Upgrade suite',
    type: 'Suite',
    version: cli_version,
    compliance: {
      control: 'upgrade suite',
      ...statuses[outcome],
      status_details: [interrupted ? `interrupted; so far ${verdict}` : verdict],
    },
    more: {},
  });
}

function finding({
  entry,
  uid,
  title,
  type,
  version,
  compliance,
  more,
}: {
  entry: Entry;
  uid: string;
  title: string;
  type: string;
  version: string | null;
  compliance: object;
  more: object;
}): object {
  return {
    ...classified({ category: [2, 'Findings'], class: [2003, 'Compliance Finding'], id: 1 }),
    activity_name: 'Create',
    type_name: 'Compliance Finding: Create',
    status_id: 1,
    status: 'New',
    finding_info: { uid, title, types: [type], created_time: Date.parse(entry.at) },
    resources: [{ name: 'codex', type: 'Codex CLI', ...(version === null ? {} : { version }) }],
    compliance,
    ...more,
  };
}

function labelled(name: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [`${name}: ${text}`];
}
