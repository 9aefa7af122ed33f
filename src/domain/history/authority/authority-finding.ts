/**
 * `unauthorised`: somebody recorded what they were not allowed to at that time. `own approval`: somebody approved what
 * they wrote. `one person`: two chairs were taken by the same person. `shared key`: a key was recorded for a second
 * person. `bad signature`: the entry of a sign-off shows no signature of that person over what it says. `unproved`: nothing here shows whether they were allowed to, such as for an entry of a form that this program does not
 * know.
 */
export type AuthorityFindingKind =
  | 'unauthorised'
  | 'own approval'
  | 'one person'
  | 'shared key'
  | 'bad signature'
  | 'unproved';

/** Something about who recorded an entry that somebody should look at. */
export type AuthorityFinding = {
  /** The entry. */
  seq: number;
  kind: AuthorityFindingKind;
  actor: string;
  /** One sentence without its full stop. */
  reason: string;
};

/** Whether a finding is a fault of the history, and no mere warning: nobody should have recorded the entry. */
export function isAuthorityFault({ kind }: Pick<AuthorityFinding, 'kind'>): boolean {
  return kind === 'unauthorised' || kind === 'shared key' || kind === 'bad signature';
}
