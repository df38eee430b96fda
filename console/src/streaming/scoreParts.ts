/** A part of a score. */
export interface ScorePart {
  name: string;
  value: number;
}

/** What all titles begin with; it tells none of them apart. */
export const basePart = 'base';

/** The parts that are not nothing, those first that weigh most. */
export const scoreParts = (features: Record<string, number>): ScorePart[] =>
  Object.entries(features)
    .filter(([, value]) => value !== 0)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => Math.abs(b.value) - Math.abs(a.value));

/** A feature of a title as the ranking saw it; null where it is not known. */
export interface SeenFeature {
  name: string;
  value: number | null;
}
