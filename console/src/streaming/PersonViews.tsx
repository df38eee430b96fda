import { useLocation } from 'react-router';
import { LinkTabs } from '../components/LinkTabs.tsx';
import { useLanguage } from '../language/language.ts';

/** The page of a person, what the ranking saw for it, and the same by two models; device and time of day go along. */
export function PersonViews({ person }: { person: string }) {
  const { t } = useLanguage();
  const { search } = useLocation();
  const given = new URLSearchParams(search);
  const kept = new URLSearchParams(['device', 'time_of_day'].flatMap((name) => (given.has(name) ? [[name, given.get(name) ?? '']] : [])));
  const query = kept.size > 0 ? `?${kept}` : '';
  const root = `/streaming/people/${encodeURIComponent(person)}`;
  return (
    <LinkTabs
      label={t.views.label}
      tabs={[
        { to: root + query, text: t.views.page, end: true },
        { to: `${root}/features${query}`, text: t.views.features },
        { to: `${root}/compare${query}`, text: t.views.compare },
      ]}
    />
  );
}
