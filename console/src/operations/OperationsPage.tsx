import { Link, useSearchParams } from 'react-router';
import { CopyAs } from '../components/CopyAs.tsx';
import { PageTitle } from '../components/PageTitle.tsx';
import { useLanguage } from '../language/language.ts';
import { AuditTab } from './AuditTab.tsx';
import { DependenciesTab } from './DependenciesTab.tsx';
import { JobsTab } from './JobsTab.tsx';
import { KeysTab } from './KeysTab.tsx';
import classes from './Operations.module.css';
import { OutboxTab } from './OutboxTab.tsx';
import { PrivacyTab } from './PrivacyTab.tsx';

const tabs = ['outbox', 'jobs', 'keys', 'audit', 'privacy', 'dependencies'] as const;
const panels = { outbox: OutboxTab, jobs: JobsTab, keys: KeysTab, audit: AuditTab, privacy: PrivacyTab, dependencies: DependenciesTab };

/** What operators look after: queued work, scheduled jobs, keys, the audit log and what is kept about people. */
export function OperationsPage() {
  const { t } = useLanguage();
  const [params] = useSearchParams();
  const tab = tabs.find((one) => one === params.get('tab')) ?? 'outbox';
  const Panel = panels[tab];
  return (
    <>
      <div className={classes.head}>
        <div>
          <PageTitle>{t.operations.title}</PageTitle>
          <p className={classes.lead}>{t.operations.leads[tab]}</p>
        </div>
        <CopyAs path={`/v1/${tab}`} />
      </div>
      <nav className={classes.tabs} aria-label={t.operations.sections}>
        {tabs.map((one) => (
          <Link key={one} to={`?tab=${one}`} aria-current={one === tab ? 'page' : undefined} preventScrollReset>
            {t.operations.tabs[one]}
          </Link>
        ))}
      </nav>
      <Panel />
    </>
  );
}
