import type { Role } from '../people/role.ts';

/** Something useful that a person could do now. */
export type NextAction = {
  kind: 'check' | 'attest' | 'sign' | 'pass' | 'staff' | 'other';
  /** In words, such as `attest pilot.use-cases`. */
  action: string;
  why: string;
  /** The command that does it. */
  command: string;
  /** The role that it falls to. */
  role: Role;
  /** The item or phase it is about. */
  subject: string;
  /** The artifact to write, submit or approve. */
  artifact?: string;
  /** The role that needs a person. */
  wanted?: Role;
};
