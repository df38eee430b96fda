import { LinkTabs } from '../components/LinkTabs.tsx';
import { useLanguage } from '../language/language.ts';

const parts = ['people', 'models', 'measures', 'pins'] as const;

/** The parts of the film service. */
export function StreamingTabs() {
  const { t } = useLanguage();
  return <LinkTabs label={t.streaming.sections} tabs={parts.map((part) => ({ to: `/streaming/${part}`, text: t.streaming.tabs[part] }))} />;
}
