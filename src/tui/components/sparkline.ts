/**
 * Numbers as a line of signs, the higher the larger: `▁▁▅█`. Zero is always the lowest sign, and no other number is.
 *
 * @param levels the signs from lowest to highest, at least two
 */
export function sparkline(values: readonly number[], levels: readonly string[]): string {
  const most = Math.max(1, ...values);
  const top = levels.length - 1;
  return values
    .map((value) => levels[value === 0 ? 0 : Math.max(1, Math.round((value / most) * top))])
    .join('');
}
