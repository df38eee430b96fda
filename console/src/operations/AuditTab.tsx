import { Button, TextInput } from '@mantine/core';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { auditQuery, verifyAudit } from '../api/operations.ts';
import type { AuditVerification } from '../api/types.ts';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { More } from '../components/More.tsx';
import { Panel } from '../components/Panel.tsx';
import { Refused } from '../components/Refused.tsx';
import { Scrollable } from '../components/Scrollable.tsx';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { Waiting } from '../components/Waiting.tsx';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';
import { useAddress } from './useAddress.ts';

/** Who did what, the newest first. The filter stands in the address. */
export function AuditTab() {
  const { t, format } = useLanguage();
  const { params, set } = useAddress();
  const actor = params.get('actor') ?? '';
  const action = params.get('action') ?? '';
  const [text, setText] = useState({ actor, action });
  const list = useInfiniteQuery(auditQuery({ actor: actor || undefined, action: action || undefined }));
  const verify = useMutation({ mutationFn: verifyAudit });
  const records = list.data?.pages.flatMap((page) => page.items);

  return (
    <div className={classes.part}>
      <form
        className={classes.line}
        onSubmit={(event) => {
          event.preventDefault();
          set({ actor: text.actor.trim(), action: text.action.trim() });
        }}
      >
        <TextInput label={t.audit.actor} placeholder="local" value={text.actor} onChange={(event) => setText({ ...text, actor: event.currentTarget.value })} />
        <TextInput label={t.audit.action} placeholder="keys.create" value={text.action} onChange={(event) => setText({ ...text, action: event.currentTarget.value })} />
        <Button type="submit">{t.vectors.apply}</Button>
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
          {t.audit.verify}
        </Button>
      </form>
      <Refused error={verify.error} />
      {verify.data && <Verification found={verify.data} />}
      <Panel title={t.audit.title}>
        {list.error && <ErrorState error={list.error} retry={() => void list.refetch()} />}
        {!records && !list.error && <Waiting />}
        {records?.length === 0 && <EmptyState title={t.audit.none} hint={t.audit.noneHint} />}
        {records && records.length > 0 && (
          <Scrollable label={t.audit.title} className={table.scroll}>
            <table className={table.table}>
              <thead>
                <tr>
                  <th scope="col" data-number>
                    {t.audit.sequence}
                  </th>
                  <th scope="col">{t.audit.at}</th>
                  <th scope="col">{t.audit.actor}</th>
                  <th scope="col">{t.audit.action}</th>
                  <th scope="col">{t.audit.target}</th>
                  <th scope="col">{t.audit.outcome}</th>
                  <th scope="col">{t.audit.details}</th>
                </tr>
              </thead>
              <tbody>
                {records.map((record) => (
                  <tr key={record.sequence}>
                    <th scope="row" data-number title={record.hash}>
                      {format.whole(record.sequence)}
                    </th>
                    <td className={classes.moment}>
                      <When at={record.at} />
                    </td>
                    <td className={classes.mono}>{record.actor}</td>
                    <td>{record.action}</td>
                    <td className={classes.mono}>{record.target}</td>
                    <td>
                      <StateBadge state={record.outcome} />
                    </td>
                    <td className={`${classes.wide} ${classes.mono}`}>{JSON.stringify(record.details)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scrollable>
        )}
        <More {...list} />
      </Panel>
    </div>
  );
}

function Verification({ found: { intact, entries, faults } }: { found: AuditVerification }) {
  const { t, format } = useLanguage();
  return (
    <div role="status">
      <p>
        <StateBadge state={intact ? 'ok' : 'failing'} /> {intact ? t.audit.intact(format.whole(entries)) : t.audit.broken}
      </p>
      <ul>
        {faults.map(({ sequence, problem }) => (
          <li key={`${sequence} ${problem}`}>
            {format.whole(sequence)}: {problem}
          </li>
        ))}
      </ul>
    </div>
  );
}
