import { Button } from '@mantine/core';
import type { ApiKey } from '../api/types.ts';
import { StateBadge } from '../components/StateBadge.tsx';
import table from '../components/Table.module.css';
import { When } from '../components/When.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';

interface KeyRowProps {
  of: ApiKey;
  ask: (what: 'rotate' | 'revoke') => void;
}

/** A key; one that opens nothing any more can only be looked at. */
export function KeyRow({ of: { name, prefix, scopes, state, expires_at, last_used_at }, ask }: KeyRowProps) {
  const { t } = useLanguage();
  return (
    <tr>
      <th scope="row" className={table.strong}>
        {name}
      </th>
      <td className={classes.mono}>{`perto_${prefix}…`}</td>
      <td className={classes.mono}>{scopes.join(' ')}</td>
      <td>
        <StateBadge state={state} />
      </td>
      <td className={classes.moment}>{expires_at ? <When at={expires_at} /> : t.keys.never}</td>
      <td className={classes.moment}>{last_used_at ? <When at={last_used_at} /> : t.keys.notYet}</td>
      <td>
        {state === 'active' && (
          <div className={classes.actions}>
            {(['rotate', 'revoke'] as const).map((what) => (
              <Button key={what} size="compact-sm" variant="default" aria-label={`${t.keys[what]}: ${name}`} onClick={() => ask(what)}>
                {t.keys[what]}
              </Button>
            ))}
          </div>
        )}
      </td>
    </tr>
  );
}
