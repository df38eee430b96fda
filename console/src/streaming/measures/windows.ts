const day = 86_400_000;

export const daysBefore = (moment: Date, days: number) => new Date(moment.getTime() - days * day);

/** The last weeks up to a moment, the earliest first. */
export const weeksBefore = (moment: Date, count: number): { from: Date; to: Date }[] =>
  Array.from({ length: count }, (_, i) => ({ from: daysBefore(moment, 7 * (count - i)), to: daysBefore(moment, 7 * (count - i - 1)) }));
