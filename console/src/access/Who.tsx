import { ActionIcon } from '@mantine/core';
import { IconLogout } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { whoQuery } from '../api/operations.ts';
import { overviewQuery } from '../api/queries.ts';
import { useLanguage } from '../language/language.ts';
import classes from './Access.module.css';
import { dropKey, useHeldKey } from './heldKey.ts';

/** Whose key the console uses and the way to sign out; or that this server asks for none. */
export function Who() {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const { key, refused } = useHeldKey();
  const access = useQuery({ ...overviewQuery(false), enabled: !refused, staleTime: Infinity }).data?.access;
  const { data: who } = useQuery({ ...whoQuery(), enabled: key !== null && !refused });

  if (access === 'local') return <span className={classes.who}>{t.access.local}</span>;
  if (key === null || refused) return null;

  const signOut = () => {
    dropKey();
    // Everything that is shown is forgotten and asked again, and the refusal brings the form.
    void queries.resetQueries();
  };
  return (
    <div className={classes.signedIn}>
      {who && (
        <span className={classes.who} title={`${who.tenant} · ${who.scopes.join(', ')}`}>
          {who.key?.name ?? who.actor}
        </span>
      )}
      <ActionIcon variant="subtle" color="gray" size={36} aria-label={t.access.signOut} title={t.access.signOut} onClick={signOut}>
        <IconLogout size={19} stroke={1.6} aria-hidden />
      </ActionIcon>
    </div>
  );
}
