import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keysQuery, revokeKey, rotateKey } from '../api/operations.ts';
import { overviewQuery } from '../api/queries.ts';
import type { ApiKey, IssuedKey } from '../api/types.ts';
import { Confirm } from '../components/Confirm.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { More } from '../components/More.tsx';
import { Panel } from '../components/Panel.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { useLanguage } from '../language/language.ts';
import { KeyForm } from './KeyForm.tsx';
import { KeyRow } from './KeyRow.tsx';
import { NewKey } from './NewKey.tsx';
import classes from './Operations.module.css';
import { useAction } from './useAction.ts';

interface Asked {
  what: 'rotate' | 'revoke';
  key: ApiKey;
}

/** The API keys: who has them, what they allow, and the way to make, replace and revoke them. */
export function KeysTab() {
  const { t } = useLanguage();
  const list = useInfiniteQuery(keysQuery());
  const access = useQuery({ ...overviewQuery(false), staleTime: Infinity }).data?.access;
  const [issued, setIssued] = useState<IssuedKey | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const rotate = useAction(rotateKey, { changes: 'keys' });
  const revoke = useAction(revokeKey, { changes: 'keys', said: () => t.keys.revoked });
  const keys = list.data?.pages.flatMap((page) => page.items);

  const ask = (what: Asked['what'], key: ApiKey) => {
    rotate.reset();
    revoke.reset();
    setAsked({ what, key });
  };
  const close = () => setAsked(null);
  const confirm = ({ what, key }: Asked) => {
    if (what === 'revoke') revoke.mutate(key.id, { onSuccess: close });
    else
      rotate.mutate(key.id, {
        onSuccess: (made) => {
          setIssued(made);
          close();
        },
      });
  };

  return (
    <div className={classes.part}>
      {access === 'local' && <p className={classes.note}>{t.keys.local}</p>}
      {issued && <NewKey issued={issued} close={() => setIssued(null)} />}
      <Panel title={t.keys.title}>
        {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
        {!keys && !list.error && <Waiting />}
        {keys?.length === 0 && <EmptyState title={t.keys.none} hint={t.keys.noneHint} />}
        {keys && keys.length > 0 && (
          <Scrollable label={t.keys.title} className={table.scroll}>
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col">{t.keys.name}</th>
                  <th scope="col">{t.keys.prefix}</th>
                  <th scope="col">{t.keys.scopes}</th>
                  <th scope="col">{t.keys.state}</th>
                  <th scope="col">{t.keys.expires}</th>
                  <th scope="col">{t.keys.lastUsed}</th>
                  <th scope="col">{t.keys.actions}</th>
                </tr>
              </thead>
              <tbody>
                {keys.map((key) => (
                  <KeyRow key={key.id} of={key} ask={(what) => ask(what, key)} />
                ))}
              </tbody>
            </table>
          </Scrollable>
        )}
        <More {...list} />
      </Panel>
      <KeyForm made={setIssued} />
      {asked && (
        <Confirm
          opened
          close={close}
          title={t.keys.asks[asked.what](asked.key.name)}
          action={t.keys[asked.what]}
          confirm={() => confirm(asked)}
          pending={rotate.isPending || revoke.isPending}
          error={rotate.error ?? revoke.error}
        >
          <p>{t.keys.warnings[asked.what]}</p>
        </Confirm>
      )}
    </div>
  );
}
