import type { HomePreview, RecommendedTitle } from '../api/types.ts';

/** A title of a page, numbered as the page is read, beside its number on the other page. */
export interface ComparedTitle {
  title: RecommendedTitle;
  /** The row that it stands in. */
  row: string;
  /** From 1, row after row. */
  place: number;
  /** Its place on the other page; null where it is not there. */
  other: number | null;
}

export interface PageComparison {
  left: ComparedTitle[];
  right: ComparedTitle[];
  /** Of all titles of either page, the share that is on both. */
  overlap: number;
  /** The same of the first titles of each page. */
  overlapFirst: number;
  /** Mean of the places that titles of both pages moved; null where none is on both. */
  moved: number | null;
}

/** How many titles of each page count as its first. */
export const firstTitles = 20;

function shared(a: string[], b: string[]): number {
  const all = new Set([...a, ...b]);
  const other = new Set(b);
  return all.size === 0 ? 1 : a.filter((id) => other.has(id)).length / all.size;
}

const read = (page: HomePreview) => page.rows.flatMap((row) => row.titles.map((title) => ({ title, row: row.title })));

/** Two pages title by title. */
export function compare(left: HomePreview, right: HomePreview): PageComparison {
  const [a, b] = [read(left), read(right)];
  const [idsOfA, idsOfB] = [a, b].map((page) => page.map(({ title }) => title.id)) as [string[], string[]];
  const beside = (page: typeof a, other: string[]) => {
    const places = new Map(other.map((id, i) => [id, i + 1]));
    return page.map((one, i) => ({ ...one, place: i + 1, other: places.get(one.title.id) ?? null }));
  };
  const compared = beside(a, idsOfB);
  const moves = compared.flatMap(({ place, other }) => (other === null ? [] : [Math.abs(place - other)]));
  return {
    left: compared,
    right: beside(b, idsOfA),
    overlap: shared(idsOfA, idsOfB),
    overlapFirst: shared(idsOfA.slice(0, firstTitles), idsOfB.slice(0, firstTitles)),
    moved: moves.length === 0 ? null : moves.reduce((sum, move) => sum + move, 0) / moves.length,
  };
}
