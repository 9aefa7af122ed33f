import type { JudgedCheck } from '../../codex/checks/suite-context.ts';
import { formatPlace } from '../../domain/base/documents/place.ts';
import type { Check } from '../../domain/checks/check.ts';
import { issuesOf, type KnownIssue } from '../../domain/checks/known-issues.ts';
import { type RecordedCheck, recordedCheck, type SuiteReport } from '../../domain/checks/recorded.ts';
import type { Suite } from '../../domain/checks/suite.ts';
import type { EventBody } from '../../domain/history/entry/event.ts';
import type { Store } from '../../store/connection/open.ts';
import type { Draft } from '../../store/log/append.ts';
import { toBlob, toEvidence } from '../../store/log/blob.ts';

/** The CLI that a check was about: the version it stated, the file that was run, and its digest. */
type TestedCli = { version: string | undefined; path: string; sha256: string | undefined };

/** Writes one run of a suite into the history, entry by entry. */
export class RunRecorder {
  readonly #store: Store;
  readonly #run: string;
  readonly #actor: string;
  readonly #knownIssues: readonly KnownIssue[];

  constructor(
    store: Store,
    { run, actor, knownIssues }: { run: string; actor: string; knownIssues: readonly KnownIssue[] },
  ) {
    this.#store = store;
    this.#knownIssues = knownIssues;
    this.#run = run;
    this.#actor = actor;
  }

  async start(plan: {
    suite: Suite;
    checks: readonly Check[];
    pin: string;
    path: string;
    asCandidate: boolean;
  }): Promise<void> {
    const { suite, checks, pin, path, asCandidate } = plan;
    await this.#append({
      kind: 'run.started',
      body: {
        v: 2,
        run: this.#run,
        as_candidate: asCandidate,
        suite: suite.name,
        suite_sha256: suite.digest,
        pin,
        cli_path: path,
        checks: checks.map((check) => check.id),
      },
    });
  }

  /** Records the result of a check, with its evidence, in one transaction. */
  async check(check: Check, judged: JudgedCheck, cli: TestedCli): Promise<RecordedCheck> {
    const cliVersion = cli.version;
    const kept = judged.exhibits.map(({ label, text }) => ({ label, blob: toBlob(text) }));
    const body: EventBody<'check.finished'> = {
      v: 2,
      run: this.#run,
      check: check.id,
      title: check.title,
      severity: check.severity,
      scope: check.scope,
      declared_at: formatPlace(check.declaredAt),
      ...judged.judgement,
      cli_version: cliVersion ?? null,
      cli: { path: cli.path, sha256: cli.sha256 ?? null },
      version_bound: check.version_bound,
      duration_ms: Math.round(judged.durationMs),
      known_issues: issuesOf(this.#knownIssues, check.id, cliVersion).map(({ id, link, text }) => ({
        id,
        link,
        text,
      })),
      evidence: kept.map(({ label, blob }) => toEvidence(label, blob)),
    };
    const entry = await this.#append(
      { kind: 'check.finished', body },
      kept.map(({ blob }) => blob),
    );
    return recordedCheck(entry, body);
  }

  async finish(report: SuiteReport): Promise<void> {
    const { verdict, interrupted, durationMs, cliVersion } = report;
    await this.#append({
      kind: 'run.finished',
      body: {
        v: 1,
        run: this.#run,
        verdict,
        interrupted,
        duration_ms: Math.round(durationMs),
        cli_version: cliVersion ?? null,
      },
    });
  }

  async #append(event: Draft['event'], blobs: Draft['blobs'] = []) {
    const [entry] = await this.#store.append(() => [
      { actor: this.#actor, subject: `run/${this.#run}`, event, blobs },
    ]);
    if (!entry) throw new Error('the store recorded nothing');
    return entry;
  }
}
