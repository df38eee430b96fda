import { useLocalStorage } from '@mantine/hooks';
import { useLayoutEffect, useMemo, type ReactNode } from 'react';
import { LanguageContext, languageOf, type LanguageCode } from './language.ts';

const preferred = (): LanguageCode => (navigator.language.toLowerCase().startsWith('pt') ? 'pt' : 'en');

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [code, setCode] = useLocalStorage<LanguageCode>({
    key: 'perto-language',
    defaultValue: preferred(),
    getInitialValueInEffect: false,
    deserialize: (value) => (value === 'pt' || value === 'en' ? value : preferred()),
    serialize: (value) => value,
  });
  const language = useMemo(() => languageOf(code, setCode), [code, setCode]);

  useLayoutEffect(() => {
    document.documentElement.lang = language.t.tag;
  }, [language]);

  return <LanguageContext value={language}>{children}</LanguageContext>;
}
