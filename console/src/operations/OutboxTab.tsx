import { useQuery } from '@tanstack/react-query';
import { outboxQuery } from '../api/operations.ts';
import type { OutboxTopic } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { useLanguage } from '../language/language.ts';
import { DeadLetters } from './DeadLetters.tsx';
import classes from './Operations.module.css';
import { useAddress } from './useAddress.ts';

/** The topics of the outbox, and the dead letters of the one that is open. */
export function OutboxTab() {
  const { t } = useLanguage();
  const { params, set } = useAddress();
  const { data, error, refetch } = useQuery(outboxQuery());
  const topic = params.get('topic');
  return (
    <div className={classes.part}>
      {error && <ErrorState error={error} retry={() => void refetch()} />}
      {!data && !error && <Waiting />}
      {data?.length === 0 && <EmptyState title={t.outbox.none} hint={t.outbox.noneHint} />}
      {data && data.length > 0 && <Topics topics={data} open={(name) => set({ topic: name, letter: '' })} />}
      {topic !== null && <DeadLetters key={topic} topic={topic} />}
    </div>
  );
}

const counts = ['depth', 'ready', 'leased', 'delayed', 'dead'] as const;

function Topics({ topics, open }: { topics: OutboxTopic[]; open: (topic: string) => void }) {
  const { t, format } = useLanguage();
  return (
    <Panel title={t.outbox.topics}>
      <Scrollable label={t.outbox.topics} className={table.scroll}>
        <table className={table.table}>
          <thead>
            <tr>
              <th scope="col">{t.outbox.topic}</th>
              {counts.map((count) => (
                <th key={count} scope="col" data-number title={t.outbox.meanings[count]}>
                  {t.outbox.counts[count]}
                </th>
              ))}
              <th scope="col" data-number>
                {t.outbox.oldest}
              </th>
            </tr>
          </thead>
          <tbody>
            {topics.map((topic) => (
              <tr key={topic.topic}>
                <th scope="row">
                  <button type="button" className={classes.open} onClick={() => open(topic.topic)}>
                    {topic.topic}
                  </button>
                </th>
                {counts.map((count) => (
                  <td key={count} data-number>
                    {format.whole(topic[count])}
                  </td>
                ))}
                <td data-number>{typeof topic.oldest_seconds === 'number' && format.duration(topic.oldest_seconds)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </Panel>
  );
}
