import { useLanguage } from '../language/language.ts';

/** "1998 · Action, Crime" */
export function Genres({ year, genres, limit }: { year?: number | null; genres: string[]; limit?: number }) {
  const { term } = useLanguage();
  return [year, genres.slice(0, limit).map(term).join(', ')].filter(Boolean).join(' · ');
}
