import { type PolicyView, readPolicyView } from '../../../app/policy/read-policy-view.ts';
import type { OnProgress } from '../../../domain/base/progress.ts';
import { describeFault, refused } from '../../shell/decision.ts';
import { stopping } from '../../shell/inquiry.ts';
import {
  cursorOf,
  type Doing,
  type Effect,
  type FormOverlay,
  type State,
  type Step,
  tell,
} from '../../shell/state.ts';
import { answer, idOf, whatIsAsked } from './results.ts';
import type { PolicyRequest, PolicyResult, PolicyRow } from './row.ts';
import { type PolicyState, policy, policyRowId, policyRows } from './rows.ts';

/** Asks for the policy; what goes wrong is told. */
export function readPolicy(state: State): Step {
  const reading = { ...policy.of(state), tried: true, working: { what: whatIsRead } };
  return [policy.set(state, reading), { name: 'read-policy', carryOut: stoppably(carryOutReading) }];
}

const whatIsRead = 'reading the policy, and asking the CLI';

const stoppably = (work: (doing: Doing) => Promise<void>) => (doing: Doing) =>
  doing.stoppable('policy', work);

/** Stops what is asked of the CLI. */
export function stopPolicy(state: State): Step | undefined {
  const { working: work } = policy.of(state);
  return work && [tell(state, `stopping: ${work.what}…`), stopping('policy')];
}

/** What was known stays, and the person is told. */
const stopped = (doing: Doing, what: string) =>
  doing.change((state) => tell(working(state, undefined), `stopped ${what}`));

async function carryOutReading(doing: Doing): Promise<void> {
  const { codex, signal } = doing;
  const since = performance.now();
  const onProgress: OnProgress = ({ done = 0, planned = 0 }) =>
    doing.change((now) => working(now, { what: whatIsRead, since, done, planned }));
  onProgress({});
  try {
    const view = await readPolicyView(doing.world(), { codex, signal, onProgress });
    if (signal.aborted) return stopped(doing, whatIsRead);
    const at = doing.world().now();
    doing.change((now) => policyRead(now, view, at));
  } catch (cause) {
    if (signal.aborted) return stopped(doing, whatIsRead);
    doing.change((now) => tell(policyRead(now, undefined, undefined), describeFault(cause)));
  }
}

/** What was read; what was known before stays when another reading fails. */
export function policyRead(state: State, view: PolicyView | undefined, at: Date | undefined): State {
  const before = policy.of(state);
  const known = view ? { view, at } : {};
  return policy.set(state, { ...before, working: undefined, ...known });
}

function working(state: State, work: PolicyState['working']): State {
  return policy.set(state, { ...policy.of(state), working: work });
}

/** Asks a question about policy; `form` is the one that it came from, which says what went wrong. */
export function ask(state: State, request: PolicyRequest, form?: FormOverlay): Step {
  return [
    working({ ...state, overlay: undefined, detail: undefined }, { what: whatIsAsked(request) }),
    asking(request, form),
  ];
}

function asking(request: PolicyRequest, form?: FormOverlay): Effect {
  return {
    name: 'ask-policy',
    input: request,
    carryOut: stoppably(async (doing) => {
      const since = performance.now();
      const say = (what: string) => doing.change((state) => working(state, { what, since }));
      say(whatIsAsked(request));
      try {
        const rows = await answer(doing, request, ({ step }) => say(step ?? whatIsAsked(request)));
        if (doing.signal.aborted) return stopped(doing, whatIsAsked(request));
        const result = { id: idOf(request), request, at: doing.world().now(), rows };
        doing.moveTo((state) => answered(state, result));
      } catch (cause) {
        if (doing.signal.aborted) return stopped(doing, whatIsAsked(request));
        doing.change((state) => {
          const ended = working(state, undefined);
          // Elsewhere a form would cover another screen.
          const isHere = state.screen === 'policy';
          return isHere ? refused(ended, form, cause) : tell(ended, describeFault(cause));
        });
      }
    }),
  };
}

/** Keeps an answer in place of an earlier one to the same question, with the cursor on it unless the person reads on. */
export function answered(state: State, result: PolicyResult): State {
  const before = policy.of(state);
  const results = [result, ...before.results.filter(({ id }) => id !== result.id)];
  const kept = policy.set(state, { ...before, working: undefined, results });
  const open = state.detail && state.screen === 'policy' ? policyRows(state)[cursorOf(state)] : undefined;
  const isSought = (row: PolicyRow) =>
    open ? policyRowId(row) === policyRowId(open) : row.result === result.id;
  const place = policyRows(kept).findIndex(isSought);
  const detail = open && place < 0 ? undefined : kept.detail;
  return { ...kept, detail, cursor: { ...kept.cursor, policy: Math.max(0, place) } };
}

/** Asks again for what the selected row is of: its result, or the policy as a whole. */
export function readAgain(doing: Doing, result: PolicyResult | undefined): Promise<void> {
  return result ? asking(result.request).carryOut(doing) : stoppably(carryOutReading)(doing);
}
