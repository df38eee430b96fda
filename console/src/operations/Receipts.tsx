import { useInfiniteQuery } from '@tanstack/react-query';
import { erasuresQuery } from '../api/operations.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { More } from '../components/More.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';

/** The receipts of erasures; they do not name the person. */
export function Receipts() {
  const { t, format } = useLanguage();
  const list = useInfiniteQuery({ ...erasuresQuery(), refetchInterval: 5_000 });
  const receipts = list.data?.pages.flatMap((page) => page.items);
  return (
    <Panel title={t.privacy.receipts}>
      {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {!receipts && !list.error && <Waiting height={120} />}
      {receipts?.length === 0 && <EmptyState title={t.privacy.noReceipts} hint={t.privacy.noReceiptsHint} />}
      {receipts && receipts.length > 0 && (
        <Scrollable label={t.privacy.receipts} className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t.privacy.receipt}</th>
                <th scope="col">{t.privacy.state}</th>
                <th scope="col">{t.privacy.requested}</th>
                <th scope="col">{t.privacy.finished}</th>
                <th scope="col" data-number>
                  {t.privacy.items}
                </th>
                <th scope="col">{t.privacy.places}</th>
              </tr>
            </thead>
            <tbody>
              {receipts.map(({ id, state, requested_at, finished_at, total_items, sources, failure }) => (
                <tr key={id}>
                  <th scope="row" className={classes.mono}>
                    {id}
                  </th>
                  <td>
                    <StateBadge state={state} />
                    {failure && <div className={classes.wide}>{failure}</div>}
                  </td>
                  <td className={classes.moment}>
                    <When at={requested_at} />
                  </td>
                  <td className={classes.moment}>{finished_at && <When at={finished_at} />}</td>
                  <td data-number>{format.whole(total_items ?? 0)}</td>
                  <td className={classes.wide}>
                    {sources
                      .filter(({ items }) => items > 0)
                      .map(({ source, items }) => `${source}: ${format.whole(items)}`)
                      .join(' · ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      )}
      <More {...list} />
    </Panel>
  );
}
