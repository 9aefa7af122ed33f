/** The forms of the cockpit; `forms.ts` says what each asks and what it leads to. */
export type FormId =
  | 'start-rollout'
  | 'attest'
  | 'waive'
  | 'withdraw'
  | 'revisit'
  | 'move-pin'
  | 'add-person'
  | 'promote'
  | 'demote'
  | 'block'
  | 'act-as';
