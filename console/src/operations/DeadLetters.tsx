import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { deadLettersQuery, replayTopic } from '../api/operations.ts';
import type { DeadLetter } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { More } from '../components/More.tsx';
import { Panel } from '../components/Panel.tsx';
import { Refused } from '../components/Refused.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import { LetterDrawer } from './LetterDrawer.tsx';
import classes from './Operations.module.css';
import { useAction } from './useAction.ts';
import { useAddress } from './useAddress.ts';

/** The messages of a topic that were given up. The open one stands in the address. */
export function DeadLetters({ topic }: { topic: string }) {
  const { t, format } = useLanguage();
  const { params, set } = useAddress();
  const list = useInfiniteQuery(deadLettersQuery(topic));
  const all = useAction(replayTopic, { changes: 'outbox', said: ({ replayed }) => t.outbox.replayed(format.whole(replayed)) });
  const letters = list.data?.pages.flatMap((page) => page.items);
  const title = t.outbox.letters(topic);

  return (
    <Panel
      title={title}
      aside={
        letters &&
        letters.length > 0 && (
          <Button size="compact-sm" variant="default" loading={all.isPending} onClick={() => all.mutate(topic)}>
            {t.outbox.replayAll}
          </Button>
        )
      }
    >
      <Refused error={all.error} />
      {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
      {!letters && !list.error && <Waiting height={120} />}
      {letters?.length === 0 && <EmptyState title={t.outbox.noLetters} hint={t.outbox.noLettersHint} />}
      {letters && letters.length > 0 && (
        <Scrollable label={title} className={table.scroll}>
          <LetterTable letters={letters} open={(id) => set({ letter: id })} />
        </Scrollable>
      )}
      <More {...list} />
      <LetterDrawer id={params.get('letter')} close={() => set({ letter: '' })} />
    </Panel>
  );
}

function LetterTable({ letters, open }: { letters: DeadLetter[]; open: (id: string) => void }) {
  const { t, format } = useLanguage();
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">{t.outbox.message}</th>
          <th scope="col">{t.outbox.error}</th>
          <th scope="col" data-number>
            {t.outbox.attempts}
          </th>
          <th scope="col">{t.outbox.enqueued}</th>
          <th scope="col">{t.outbox.died}</th>
        </tr>
      </thead>
      <tbody>
        {letters.map(({ id, error, attempts, enqueued_at, died_at }) => (
          <tr key={id}>
            <th scope="row">
              <button type="button" className={`${classes.open} ${classes.mono}`} onClick={() => open(id)}>
                {id}
              </button>
            </th>
            <td className={classes.wide}>{error}</td>
            <td data-number>{format.whole(attempts)}</td>
            <td className={classes.moment}>
              <When at={enqueued_at} />
            </td>
            <td className={classes.moment}>
              <When at={died_at} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
