/** The decision to do without an item for a while. Times are RFC 3339. */
export type Waiver = {
  item: string;
  reason: string;
  approver: string;
  seq: number;
  at: string;
  expiresAt: string;
  /** Hash of the entry that recorded it. */
  digest: string;
};

/** Whether a waiver still counts. */
export function isValid({ expiresAt }: Pick<Waiver, 'expiresAt'>, now: Date): boolean {
  return now.getTime() < Date.parse(expiresAt);
}
