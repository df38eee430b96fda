import { useQuery } from '@tanstack/react-query';
import { privacyQuery } from '../api/operations.ts';
import type { PrivacyDescription } from '../api/types.ts';
import { ErrorState } from '../components/ErrorState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { useLanguage } from '../language/language.ts';
import { Erasing } from './Erasing.tsx';
import classes from './Operations.module.css';
import { Receipts } from './Receipts.tsx';

/** What is kept about people, and how it is erased. */
export function PrivacyTab() {
  const { data, error, refetch } = useQuery(privacyQuery());
  return (
    <div className={classes.part}>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data && <Kept kept={data} />}
      <Erasing />
      <Receipts />
    </div>
  );
}

function Kept({ kept: { tables, sources, collections, suppressed } }: { kept: PrivacyDescription }) {
  const { t, format } = useLanguage();
  const places = [
    ...tables.map(({ table: name, module, columns, retention_seconds }) => ({
      name,
      what: `${module}: ${columns.join(', ')}`,
      stays: retention_seconds === null ? t.privacy.untilDeleted : format.duration(retention_seconds),
    })),
    ...sources.map(({ source, description }) => ({ name: source, what: description, stays: '' })),
    ...collections.map(({ collection, holds_people }) => ({
      name: collection,
      what: holds_people ? t.privacy.aboutPeople : t.privacy.notAboutPeople,
      stays: '',
    })),
  ];
  return (
    <Panel title={t.privacy.kept}>
      <Scrollable label={t.privacy.kept} className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.privacy.place}</th>
              <th scope="col">{t.privacy.what}</th>
              <th scope="col">{t.privacy.stays}</th>
            </tr>
          </thead>
          <tbody>
            {places.map(({ name, what, stays }) => (
              <tr key={name}>
                <th scope="row" className={table.strong}>
                  {name}
                </th>
                <td className={classes.wide}>{what}</td>
                <td>{stays}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
      <p className={classes.note}>{t.privacy.suppressed(format.whole(suppressed))}</p>
    </Panel>
  );
}
