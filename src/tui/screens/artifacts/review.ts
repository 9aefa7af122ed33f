import { approveArtifact } from '../../../app/artifacts/approve-artifact.ts';
import { readArtifact } from '../../../app/artifacts/read-artifacts.ts';
import {
  planSubmission,
  type SubmissionPlan,
  submitArtifact,
} from '../../../app/artifacts/submit-artifact.ts';
import { tryText } from '../../../app/artifacts/try-text.ts';
import type { Artifact } from '../../../domain/artifacts/artifact.ts';
import { judgeApproval } from '../../../domain/artifacts/judge-approval.ts';
import { submittingRoles } from '../../../domain/artifacts/judge-submission.ts';
import { CockpitError, RefusedError } from '../../../domain/base/errors.ts';
import { countOf } from '../../../domain/base/text/progress.ts';
import { policyOf } from '../../../domain/policy/policy-report.ts';
import { renderTriedText } from '../../../report/artifacts/tried-text.ts';
import { plain } from '../../../report/base/paint.ts';
import { isShownToEnd } from '../../components/text.ts';
import { decision, describeFault } from '../../shell/decision.ts';
import { withoutRollout } from '../../shell/guards.ts';
import { inquiry } from '../../shell/inquiry.ts';
import type { Binding } from '../../shell/screen.ts';
import { type Doing, type State, type Step, tell } from '../../shell/state.ts';
import { artifactOf, selectedArtifact, work } from './rows.ts';
import { openText } from './text.ts';
import { advisingKeys, inKeys } from './words.ts';

const withoutBegun = (state: State) =>
  withoutRollout(state) ??
  (selectedArtifact(state)?.newest ? undefined : 'no artifact that was begun is selected');

/** Which text a decision is about. */
function textOf(artifact: Artifact | undefined): string {
  if (!artifact?.newest) return '';
  const { revision, sha256, author } = artifact.newest;
  return `${artifact.id} revision ${revision} by ${author}, sha256 ${sha256.slice(0, 12)}…`;
}

export const diff: Binding = {
  command: 'revision-diff',
  keys: ['d'],
  description: 'what the newest revision changes',
  footer: 'diff',
  disabled: withoutBegun,
  press: (state) => [{ ...state, detail: { of: 'diff', scroll: 0 }, search: '' }],
};

const submission = decision<{ artifact: string; planned: SubmissionPlan }>({
  command: 'submit-artifact',
  keys: ['s'],
  description: 'give the newest revision to its reviewers',
  footer: 'submit',
  disabled: (state) => withoutBegun(state) ?? whyNotSubmit(state),
  confirmation: ({ artifact, planned: { revision, tried } }, state) => ({
    question: `Give ${artifact} to its reviewers, ${revision.declaration.reviewers.join(' and ')}?`,
    records: [`artifact.submitted: ${textOf(artifactOf(state, artifact))}`],
    ...(tried ? { follows: [describeTrial(tried)] } : {}),
  }),
  run: (doing, input) =>
    advisingKeys(async () => {
      const { codex, signal } = doing;
      const asked = { ...input, codex, signal };
      const { revision, awaits } = await submitArtifact(doing.world(), await doing.writable(), asked);
      return `${input.artifact} revision ${revision} waits for ${awaits.join(', ')}`;
    }),
});

function describeTrial({ version, matrix, untried, remarks }: NonNullable<SubmissionPlan['tried']>): string {
  const judge = version === undefined ? 'the lint alone' : `codex-cli ${version}`;
  const tried = matrix ? ` and ${countOf(matrix.trials.length, 'trial')} of its profiles` : '';
  const notes = remarks.length > 0 ? `; ${countOf(remarks.length, 'remark')}, which t shows` : '';
  return `It is sound by ${judge}${tried}${untried === undefined ? '' : `; its profiles were not tried: ${untried}`}${notes}.`;
}

/** Why the acting person may not submit the selected artifact now; undefined when they may. */
function whyNotSubmit(state: State): string | undefined {
  const newest = selectedArtifact(state)?.newest;
  if (!newest) return undefined;
  if (newest.awaits.length > 0)
    return `revision ${newest.revision} is in review already; it waits for ${newest.awaits.join(', ')}`;
  const roles = submittingRoles(newest.declaration);
  return roles.some((role) => state.me?.roles.includes(role))
    ? undefined
    : `needs the role ${roles.join(' or ')}`;
}

/** Submitting: the text is looked at and tried first, and what is found is shown with its places. */
export const submit: Binding = {
  ...submission,
  press: (state): Step => {
    const artifact = selectedArtifact(state);
    if (!artifact?.newest) return [state];
    const { id, declaration } = artifact;
    const doingWhat = policyOf(declaration) ? 'is being tried' : 'is being looked at';
    const effect = {
      name: 'look-before-submit-artifact',
      input: { artifact: id },
      carryOut: (doing: Doing) => lookBeforeSubmit(doing, id),
    };
    return [tell(state, `${id} ${doingWhat}…`), effect];
  },
};

async function lookBeforeSubmit(doing: Doing, artifact: string): Promise<void> {
  const { codex, signal } = doing;
  try {
    const asked = { artifact, codex, signal };
    const planned = await doing.reading((store) => planSubmission(doing.world(), store, asked));
    const { tried } = planned;
    if (tried && tried.faults.length > 0) {
      const line = lineOf(tried.faults[0]);
      doing.change((state) => showFindings(state, { artifact, line, found: renderTriedText(tried, plain) }));
      return;
    }
    doing.change((state) =>
      isStillHere(state, artifact)
        ? submission.ask({ ...state, notice: undefined }, { artifact, planned })
        : state,
    );
  } catch (cause) {
    if (!(cause instanceof CockpitError)) throw cause;
    doing.change((state) =>
      showFindings(state, { artifact, line: undefined, found: inKeys(describeFault(cause)) }),
    );
  }
}

/** What keeps a text from its reviewers, as a detail; only a notice when the person went elsewhere. */
function showFindings(
  state: State,
  { artifact, line, found }: { artifact: string; line: number | undefined; found: string },
): State {
  if (!isStillHere(state, artifact)) return tell(state, `${artifact} cannot be submitted yet; s says why`);
  const text = `${artifact} cannot be submitted yet\n\n${found.trimEnd()}\n\ne opens it in your editor, at the first of these.`;
  const shown = work(state, { findings: { artifact, text, line } });
  return { ...shown, notice: undefined, detail: { of: 'findings', scroll: 0 }, search: '' };
}

/** The line that a fault names, as in `approved-profiles:21:19: …`. */
function lineOf(fault: string | undefined): number | undefined {
  const line = /^[^:]+:(\d+):/.exec(fault ?? '')?.[1];
  return line === undefined ? undefined : Number(line);
}

function isStillHere(state: State, artifact: string): boolean {
  return state.screen === 'artifacts' && !state.overlay && selectedArtifact(state)?.id === artifact;
}

export const approve = decision<{ artifact: string; digest: string }>({
  command: 'approve-artifact',
  keys: ['a'],
  description: 'approve the newest revision',
  footer: 'approve',
  disabled: (state) => withoutBegun(state) ?? whyNotApprove(state),
  begin: (state) => {
    const artifact = selectedArtifact(state);
    if (!artifact?.newest) return { instead: tell(state, 'no artifact that was begun is selected') };
    // Nobody approves what they were not shown.
    if (state.detail?.of !== 'row') {
      const opened = { ...state, detail: { of: 'row', scroll: 0 }, search: '' };
      return { instead: tell(opened, 'read it to its end; press a again to approve it') };
    }
    const text = state.documents[openText(state, artifact).name];
    if (text === undefined) return { instead: tell(state, 'the text is being read') };
    return isShownToEnd(state, text)
      ? { input: { artifact: artifact.id, digest: artifact.newest.sha256 } }
      : { instead: tell(state, 'there is more of it below; read it to its end first') };
  },
  confirmation: ({ artifact }, state) => ({
    question: `Have you read ${artifact}, and do you approve it?`,
    records: [`artifact.approved: ${textOf(artifactOf(state, artifact))}, as ${state.me?.email ?? ''}`],
  }),
  run: (doing, input) =>
    advisingKeys(async () => {
      const { codex, signal } = doing;
      doing.change((state) => tell(state, `${input.artifact} is being tried and recorded…`));
      const asked = { ...input, codex, signal };
      const approved = await approveArtifact(doing.world(), await doing.writable(), asked);
      const rest = approved.complete ? 'it counts from now on' : 'it waits for more approvals';
      return `approved ${input.artifact} revision ${approved.revision.revision} as ${approved.role}; ${rest}`;
    }),
});

/** Why the acting person may not approve the selected artifact; undefined when they may. */
function whyNotApprove(state: State): string | undefined {
  const artifact = selectedArtifact(state);
  const { me, people, now } = state;
  if (!artifact?.newest || !me) return undefined;
  try {
    const asked = { actor: me.email, digest: artifact.newest.sha256, role: undefined };
    judgeApproval(artifact, people, asked, now);
    return undefined;
  } catch (cause) {
    if (cause instanceof CockpitError) return inKeys(describeFault(cause));
    throw cause;
  }
}

export const tryOut = inquiry<{ artifact: string }>({
  command: 'try-artifact',
  keys: ['t'],
  description: 'try the profiles, requirements or rules of the newest text',
  footer: 'try',
  disabled: (state) => {
    const artifact = selectedArtifact(state);
    if (!artifact) return 'no artifact is selected';
    return policyOf(artifact.declaration)
      ? undefined
      : 'only permission profiles, requirements and rules can be tried';
  },
  begin: (state) => ({ artifact: selectedArtifact(state)?.id ?? '' }),
  title: ({ artifact }) => `What the CLI makes of the newest text of ${artifact}; nothing is recorded`,
  answer: async (doing, { artifact }, say) => {
    say('trying it with the CLI, in an isolated environment…');
    const { text, ...read } = await doing.reading((store) =>
      readArtifact(doing.world(), store, { id: artifact }),
    );
    const { declaration } = read.artifact;
    const { codex, signal } = doing;
    const tried = await tryText(doing.world(), { artifact, declaration, text }, { codex, signal });
    if (!tried) throw new RefusedError(`there is nothing to try in ${artifact}`);
    return renderTriedText(tried, plain);
  },
});
