/** How evidence of kind `check` comes about that the suites of every day do not give. */
export type Elsewhere = {
  /** In words, such as `capture a run`. */
  action: string;
  command: string;
  /** What is wanting while there is none. */
  missing: string;
};

/** Evidence that captured work gives, by the id that items ask for. */
const ofWork: Readonly<Record<string, Elsewhere>> = {
  'run.captured': {
    action: 'capture a run',
    command: "codex-cockpit run -- codex exec 'TASK'",
    missing: 'no run was captured',
  },
  'pack.created': {
    action: 'make a review pack with a verification',
    command: 'codex-cockpit pack create --help',
    missing: 'no review pack was made',
  },
  'gate.no-silent-codegen': gate('no-silent-codegen'),
  'gate.pack': gate('pack'),
  'gate.pins': gate('pins'),
  'workflows.linted': {
    action: 'lint the workflows',
    command: 'codex-cockpit sdlc lint',
    missing: 'no workflows were linted',
  },
};

function gate(name: string): Elsewhere {
  return {
    action: `ask the gate ${name} about a change`,
    command: `codex-cockpit gate ${name} --help`,
    missing: `the gate ${name} was not asked`,
  };
}

/** The ids of the evidence that captured work gives. */
export const WORK_CHECKS: readonly string[] = Object.keys(ofWork);

/** How to get a check that does not run with the suites of every day; undefined for one that does. */
export function elsewhere(check: string): Elsewhere | undefined {
  if (check.startsWith('sdlc.')) {
    return {
      action: `run the check ${check} in a repository`,
      command: `codex-cockpit check --suite sdlc ${check}`,
      missing: `the check ${check} has not run`,
    };
  }
  return Object.hasOwn(ofWork, check) ? ofWork[check] : undefined;
}
