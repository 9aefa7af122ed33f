import type { Role } from '../people/role.ts';

/** Something useful that a person could do now. */
export type NextAction = {
  kind:
    | 'check'
    | 'catalog'
    | 'command'
    | 'artifact'
    | 'attest'
    | 'metric'
    | 'review'
    | 'sign'
    | 'pass'
    | 'staff'
    | 'incident'
    | 'question'
    | 'change';
  /** In words, such as `attest pilot.use-cases`. */
  action: string;
  why: string;
  /** The command that does it. */
  command: string;
  /** The role that it falls to. */
  role: Role;
  /** The item or phase it is about, or the incident, question or change as `incident/id`, `question/id`, `change/id`. */
  subject: string;
  /** The check, command of the catalog, artifact, metric, review, incident, question or change that it is about. */
  key?: string;
  /** The role that needs a person. */
  wanted?: Role;
};

/** Something that is awaited, and who could do it; nobody while no person has the role. */
export type AwaitedAction = { action: NextAction; people: readonly string[] };
