import { catalogue, type SampleTitle } from './catalogue.ts';
import { chance } from './chance.ts';
import type { HistoryEntry, HomePage, RecommendedTitle, SimilarTitles } from '../src/api/types.ts';

const round = (value: number) => Math.round(value * 1000) / 1000;

const shared = (a: SampleTitle, b: { genres: string[] }) =>
  a.genres.filter((genre) => b.genres.includes(genre)).length / new Set([...a.genres, ...b.genres]).size;

function favourites(history: HistoryEntry[]): string[] {
  const weights = new Map<string, number>();
  for (const { title, rating } of history)
    for (const genre of title.genres) weights.set(genre, (weights.get(genre) ?? 0) + (rating ?? 3));
  return [...weights].sort((a, b) => b[1] - a[1]).map(([genre]) => genre);
}

interface Candidate {
  title: SampleTitle;
  sources: Record<string, number>;
  features: Record<string, number>;
  score: number;
}

function candidates(user: string, history: HistoryEntry[], device: string, timeOfDay: string): Candidate[] {
  const liked = favourites(history).slice(0, 3);
  const latest = history.find((entry) => (entry.progress ?? 1) > 0.9)?.title;
  return catalogue.map((title) => {
    const collaborative = chance(`cf ${user} ${title.id}`);
    const affinity = title.genres.filter((genre) => liked.includes(genre)).length / 3;
    const trending = chance(`trend ${title.id}`) ** 2;
    const fit = chance(`fit ${device} ${timeOfDay} ${title.id}`);
    const near = latest ? shared(title, latest) : 0;
    const sources: Record<string, number> = {};
    if (history.length > 0) sources.collaborative = round(0.45 + 0.5 * collaborative);
    if (near > 0.3) sources.similar = round(near);
    if (trending > 0.35 || history.length === 0) sources.trending = round(trending);
    const features = {
      genre_affinity: round(0.3 * affinity),
      collaborative_score: round(0.28 * collaborative),
      trending: round(0.1 * trending),
      time_of_day_match: round(0.16 * (fit - 0.4)),
      release_recency: round(0.08 * ((title.year - 1990) / 30)),
    };
    const score = round(0.3 + Object.values(features).reduce((sum, part) => sum + part, 0));
    return { title, sources, features, score };
  });
}

function ranked(picked: Candidate[], reason: string, rules: (candidate: Candidate) => string[]): RecommendedTitle[] {
  return picked.map((candidate, i) => ({
    id: candidate.title.id,
    title: candidate.title.name,
    year: candidate.title.year,
    genres: candidate.title.genres,
    rank: i + 1,
    score: candidate.score,
    reason,
    why: { sources: candidate.sources, features: candidate.features, rules: rules(candidate) },
  }));
}

const rulesOf = ({ title }: Candidate) =>
  chance(`original ${title.id}`) > 0.8 ? ['originals_boost: score × 1.1', 'availability: in every tier'] : [];

export function homeOf(user: string, history: HistoryEntry[], device: string, timeOfDay: string): HomePage {
  const pool = candidates(user, history, device, timeOfDay).sort((a, b) => b.score - a.score);
  const taken = new Set(history.filter((entry) => (entry.progress ?? 1) > 0.9).map((entry) => entry.title.id));
  const rows: HomePage['rows'] = [];

  const add = (name: string, title: string, reason: string, count: number, fits: (candidate: Candidate) => boolean) => {
    const picked = pool.filter((candidate) => !taken.has(candidate.title.id) && fits(candidate)).slice(0, count);
    if (picked.length === 0) return;
    for (const candidate of picked) taken.add(candidate.title.id);
    rows.push({ name, title, titles: ranked(picked, reason, rulesOf) });
  };

  const unfinished = new Set(history.filter((e) => e.progress !== null && e.progress <= 0.9).map((e) => e.title.id));
  const latest = history.find((entry) => (entry.progress ?? 1) > 0.9)?.title;
  const late = user === '7';

  add('continue_watching', 'Continue watching', 'Continue watching', 6, (c) => unfinished.has(c.title.id));
  if (history.length > 0) add('top_picks', 'Top picks', 'Top pick for you', 12, () => true);
  if (latest) {
    const because = `Because you watched ${latest.name}`;
    add('because_you_watched', because, because, 10, (c) => shared(c.title, latest) >= 0.25);
  }
  if (!late) add('trending', 'Trending now', 'Trending', 10, (c) => chance(`trend ${c.title.id}`) > 0.4);
  add('new_for_you', 'New for you', 'New for you', 8, (c) => c.title.year >= 2008);
  for (const genre of favourites(history).slice(0, 2))
    add(`genre_${genre.toLowerCase()}`, genre, `You like ${genre.toLowerCase()}`, 10, (c) => c.title.genres.includes(genre));

  return {
    user,
    request: `page-of-${user}`,
    rows,
    model: 'streaming-collaborative@7',
    degraded: late ? [{ source: 'trending', reason: 'late' }] : [],
    timing_ms: { features: 0.42, candidates: 2.13, rank: 0.61, diversify: 0.24, rules: 0.08, explain: 0.11, total: 3.68 },
  };
}

export function similarTo(title: SampleTitle, n: number): SimilarTitles {
  const near = catalogue
    .filter((other) => other.id !== title.id)
    .map((other) => {
      const genres = shared(other, title);
      const content = round(0.5 * genres + 0.5 * chance(`near ${[title.id, other.id].sort().join()}`));
      return {
        title: other,
        sources: { similar: content },
        features: { genre_overlap: round(genres * 0.5), co_ratings: round(content - genres * 0.5) },
        score: content,
      };
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, n);
  return {
    title,
    titles: ranked(near, `Similar to ${title.name}`, () => []),
    model: 'streaming-collaborative@7',
    degraded: [],
    timing_ms: { candidates: 0.31, total: 0.44 },
  };
}
