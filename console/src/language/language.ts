import { createContext, use } from 'react';
import { en, type Dictionary } from './en.ts';
import { Format } from './format.ts';
import { pt } from './pt.ts';

export type LanguageCode = 'en' | 'pt';

const dictionaries: Record<LanguageCode, Dictionary> = { en, pt };

/** The chosen language: its words, its way with numbers and dates, and the server's words in it. */
export interface Language {
  code: LanguageCode;
  t: Dictionary;
  format: Format;
  /** A name of the server's (`genre_affinity`) in words. */
  term: (name: string) => string;
  /** A sentence of the server's, translated where the dictionary knows it. */
  phrase: (text: string) => string;
  change: (code: LanguageCode) => void;
}

/** Numbers and dates follow the reader's own region where it speaks the language. */
const regional = (tag: string) => navigator.languages.find((one) => one.slice(0, 2) === tag.slice(0, 2)) ?? tag;

export function languageOf(code: LanguageCode, change: (code: LanguageCode) => void): Language {
  const t = dictionaries[code];
  return {
    code,
    t,
    format: new Format(regional(t.tag)),
    term: (name) => t.terms[name] ?? name.replaceAll('_', ' '),
    phrase: (text) => {
      const known = t.phrases.find(([pattern]) => pattern.test(text));
      return known ? text.replace(known[0], known[1]) : (t.terms[text] ?? text);
    },
    change,
  };
}

export const LanguageContext = createContext<Language | null>(null);

export function useLanguage(): Language {
  const language = use(LanguageContext);
  if (!language) throw new Error('useLanguage needs a LanguageProvider above it');
  return language;
}
