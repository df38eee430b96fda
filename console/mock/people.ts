import { catalogue, type SampleTitle } from './catalogue.ts';
import { chance } from './chance.ts';
import type { HistoryEntry, Person } from '../src/api/types.ts';

const day = 86_400_000;

/** 671 people, as in the small MovieLens; person 671 has only just arrived. */
export const personIds = Array.from({ length: 671 }, (_, i) => String(i + 1));

export function historyOf(id: string, now: number): HistoryEntry[] {
  if (id === '671') return [];
  const liked = (title: SampleTitle) => chance(`likes ${id} ${title.genres[0]}`);
  return catalogue
    .map((title) => ({ title, pull: chance(`seen ${id} ${title.id}`) * 0.6 + liked(title) * 0.4 }))
    .sort((a, b) => b.pull - a.pull)
    .slice(0, 14)
    .map(({ title }, i) => {
      const unfinished = i % 5 === 1;
      return {
        title,
        rating: unfinished ? null : 2.5 + Math.round(chance(`rates ${id} ${title.id}`) * 5) / 2,
        progress: unfinished ? 0.2 + 0.6 * chance(`stops ${id} ${title.id}`) : i % 3 === 0 ? 1 : null,
        at: new Date(now - (i * i * 0.7 + 0.2 + chance(`when ${id} ${i}`)) * day).toISOString(),
      };
    });
}

export function person(id: string, now: number): Person {
  const history = historyOf(id, now);
  return {
    id,
    ratings: history.length === 0 ? 0 : 20 + Math.round(1700 * chance(`ratings ${id}`) ** 4),
    views: history.filter((entry) => entry.progress !== null).length,
    last_active: history[0]?.at ?? null,
  };
}
