import { countOf } from '../../../base/text/progress.ts';
import { fail, type Judgement, pass, quote, skip, warn } from '../../judgement.ts';

/** A file of CI that starts Codex, as far as the ten actions ask about it. */
export type CodexPipeline = {
  file: string;
  /** Whether it runs for pull requests or merge requests. */
  isForChanges: boolean;
  /** Whether Codex may write files in it. */
  mayWrite: boolean;
  /** Whether it opens a pull request. */
  proposes: boolean;
  /** Whether it pushes commits. */
  pushes: boolean;
  /** Whether it keeps files of the job that runs Codex. */
  keepsOutput: boolean;
  /** What the lint of workflows found, without what a reason excuses. */
  findings: readonly PipelineFinding[];
  /** Versions that are set elsewhere, so that they could not be compared with the pin. */
  unresolved: readonly string[];
};

type PipelineFinding = {
  rule: string;
  severity: 'error' | 'warning' | 'info';
  /** `.github/workflows/codex.yml:12` */
  place: string;
  message: string;
};

/** The pipelines of a repository. */
export type PipelinesHere = {
  pipelines: readonly CodexPipeline[];
  /** Whether any pipeline asks a gate of the cockpit about captured runs. */
  hasGate: boolean;
};

const nothingStarts = 'no workflow or job of this repository starts Codex';

/** A review of pull requests that only reads, and in which the lint finds nothing that counts. */
export function judgeReviewWorkflow({ pipelines }: PipelinesHere): Judgement {
  const reviews = pipelines.filter(({ isForChanges, mayWrite }) => isForChanges && !mayWrite);
  const [sound] = reviews.filter(({ findings }) => findings.every(({ severity }) => severity === 'info'));
  if (sound) return pass(`${sound.file} reviews pull requests, may only read, and has no faults`);
  const expected = 'a workflow for pull requests in which Codex may only read, without faults';
  const faults = reviews.flatMap((one) => describe(one, ({ severity }) => severity !== 'info'));
  if (faults.length > 0) {
    return fail({
      summary: `${reviews.map(({ file }) => file).join(', ')}: a review workflow with faults`,
      expected,
      actual: quote(faults),
    });
  }
  const [writing] = pipelines.filter(({ isForChanges }) => isForChanges);
  return fail({
    summary: writing
      ? `${writing.file} runs for pull requests, and lets Codex write`
      : 'no workflow reviews pull requests',
    expected,
    actual: quote(pipelines.map(({ file }) => file)) || 'none',
  });
}

/** Rules about the key and about what the jobs may do. */
const aboutAccess =
  /^(?:permissions-|secret|key-|checkout-credentials|codex-output-in-script|unsafe-strategy|strategy-keeps-sudo|bypass$|full-access)/;

/** No secret where the agent or other steps could read it, and no permission too many. */
export function judgeSecrets({ pipelines }: PipelinesHere): Judgement {
  if (pipelines.length === 0) return skip(nothingStarts);
  const faults = pipelines.flatMap((one) =>
    describe(one, ({ rule, severity }) => severity !== 'info' && aboutAccess.test(rule)),
  );
  if (faults.length === 0)
    return pass(`${countOf(pipelines.length, 'pipeline')}: no fault with keys or permissions`);
  return fail({
    summary: `${countOf(faults.length, 'fault')} with keys or permissions`,
    expected: 'the key as an input of one step, and the least permissions for each job',
    actual: quote(faults),
  });
}

/** The CLI version of every pipeline is the pin, and the action is at a commit. */
export function judgeCiPin({ pipelines }: PipelinesHere, pin: string): Judgement {
  if (pipelines.length === 0) return skip(nothingStarts);
  const faults = pipelines.flatMap((one) =>
    describe(one, ({ rule }) => /^(?:codex-version-|action-not-pinned)/.test(rule)),
  );
  if (faults.length > 0) {
    return fail({
      summary: `CI does not install ${pin} everywhere`,
      expected: `${pin}, and the action by its commit`,
      actual: quote(faults),
    });
  }
  const unresolved = pipelines.flatMap(({ unresolved: texts }) => texts);
  return unresolved.length > 0
    ? warn({
        summary: `a version is set elsewhere: ${quote(unresolved)}`,
        expected: pin,
        actual: quote(unresolved),
      })
    : pass(`${countOf(pipelines.length, 'pipeline')} with ${pin}`);
}

/** Every pipeline keeps what Codex said. */
export function judgeKeptOutput({ pipelines }: PipelinesHere): Judgement {
  if (pipelines.length === 0) return skip(nothingStarts);
  const without = pipelines.filter(({ keepsOutput }) => !keepsOutput).map(({ file }) => file);
  if (without.length === 0) return pass(`output is kept: ${countOf(pipelines.length, 'pipeline')}`);
  return fail({
    summary: `no output of Codex is kept: ${without.length} of ${countOf(pipelines.length, 'pipeline')}`,
    expected: 'the final message or the event stream is uploaded by the job that runs Codex',
    actual: quote(without),
  });
}

/** What writes opens a pull request, and a gate is asked. */
export function judgeSilentCodegen({ pipelines, hasGate }: PipelinesHere): Judgement {
  if (pipelines.length === 0) return skip(nothingStarts);
  const silent = pipelines.filter(({ mayWrite, pushes, proposes }) => (mayWrite || pushes) && !proposes);
  if (silent.length > 0) {
    return fail({
      summary: `${countOf(silent.length, 'pipeline')} in which Codex may write opens no pull request`,
      expected: 'whatever writes files opens a pull request',
      actual: quote(
        silent.map(({ file, pushes }) => `${file}${pushes ? ' pushes commits' : ' lets Codex write'}`),
      ),
    });
  }
  const writing = pipelines.filter(({ mayWrite }) => mayWrite).map(({ file }) => file);
  if (writing.length === 0) return pass('Codex may only read in every pipeline');
  if (!hasGate) {
    return warn({
      summary: `${quote(writing)}: opens a pull request, and no pipeline asks the gate`,
      expected: 'a step with codex-cockpit gate no-silent-codegen',
      actual: 'no such step',
    });
  }
  return pass(`${quote(writing)}: opens a pull request, and the gate is asked`);
}

function describe(
  { findings }: CodexPipeline,
  counts: (finding: PipelineFinding) => boolean,
): readonly string[] {
  return findings.filter(counts).map(({ place, rule, message }) => `${place}: ${rule}: ${message}`);
}
