import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { pinsQuery, removePin } from '../../api/streaming.ts';
import type { Pin } from '../../api/types.ts';
import { Confirm } from '../../components/Confirm.tsx';
import { CopyAs } from '../../components/CopyAs.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { PageHead } from '../../components/PageHead.tsx';
import { Panel } from '../../components/Panel.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useLanguage } from '../../language/language.ts';
import { useAction } from '../../operations/useAction.ts';
import { StreamingTabs } from '../StreamingTabs.tsx';
import { PinForm } from './PinForm.tsx';
import classes from './Pins.module.css';
import { PinTable } from './PinTable.tsx';

/** The titles whose place is fixed: by row and place, for whom and when; more can be pinned and each taken away. */
export function PinsPage() {
  const { t } = useLanguage();
  const { data, error, refetch } = useQuery(pinsQuery());
  const [asked, setAsked] = useState<Pin | null>(null);
  const remove = useAction(removePin, { changes: 'pins', said: () => t.pins.removed });
  const ask = (pin: Pin) => {
    remove.reset();
    setAsked(pin);
  };
  const name = asked?.id ?? remove.variables ?? '';
  return (
    <>
      <PageHead title={t.pins.title} lead={t.pins.lead} aside={<CopyAs path="/v1/streaming/pins" />} />
      <StreamingTabs />
      <div className={classes.page}>
        {error && <ErrorState error={error} retry={() => void refetch()} />}
        {!data && !error && <Waiting />}
        {data?.length === 0 && <EmptyState title={t.pins.none} hint={t.pins.noneHint} />}
        {data && data.length > 0 && (
          <Panel title={t.pins.title}>
            <PinTable pins={data} remove={ask} />
          </Panel>
        )}
        <PinForm />
      </div>
      <Confirm
        opened={asked !== null}
        close={() => setAsked(null)}
        title={t.pins.removeTitle(name)}
        action={t.pins.remove}
        confirm={() => asked && remove.mutate(asked.id, { onSuccess: () => setAsked(null) })}
        pending={remove.isPending}
        error={remove.error}
      >
        <p>{t.pins.removeWarning}</p>
      </Confirm>
    </>
  );
}
