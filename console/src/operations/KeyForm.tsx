import { Button, Checkbox, Group, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { createKey } from '../api/operations.ts';
import type { IssuedKey } from '../api/types.ts';
import { Panel } from '../components/Panel.tsx';
import { Refused } from '../components/Refused.tsx';
import { useLanguage } from '../language/language.ts';
import classes from './Operations.module.css';
import { useAction } from './useAction.ts';

const everywhere = ['read', 'write', 'admin', 'operator'] as const;
const daysToLive = ['', '1', '7', '30', '90', '365'];
const blank = { name: '', scopes: ['read'], modules: '', days: '90' };

/** Makes a key. */
export function KeyForm({ made }: { made: (key: IssuedKey) => void }) {
  const { t, format } = useLanguage();
  const [draft, setDraft] = useState(blank);
  const create = useAction(createKey, { changes: 'keys' });
  const scopes = [...draft.scopes, ...draft.modules.split(/[\s,]+/).filter(Boolean)];
  const change = (part: Partial<typeof blank>) => setDraft((before) => ({ ...before, ...part }));

  const submit = () =>
    create.mutate(
      { name: draft.name.trim(), scopes, expires_in_seconds: draft.days === '' ? null : Number(draft.days) * 86_400 },
      {
        onSuccess: (key) => {
          setDraft(blank);
          made(key);
        },
      },
    );

  return (
    <Panel title={t.keys.make}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextInput label={t.keys.name} description={t.keys.nameHint} required maxLength={100} value={draft.name} onChange={(event) => change({ name: event.currentTarget.value })} />
        <Checkbox.Group label={t.keys.scopes} description={t.keys.scopesHint} value={draft.scopes} onChange={(chosen) => change({ scopes: chosen })}>
          <Group mt={8} gap={18}>
            {everywhere.map((scope) => (
              <Checkbox key={scope} value={scope} label={scope} />
            ))}
          </Group>
        </Checkbox.Group>
        <TextInput label={t.keys.modules} description={t.keys.modulesHint} value={draft.modules} onChange={(event) => change({ modules: event.currentTarget.value })} />
        <NativeSelect
          label={t.keys.expires}
          value={draft.days}
          onChange={(event) => change({ days: event.currentTarget.value })}
          data={daysToLive.map((days) => ({ value: days, label: days === '' ? t.keys.never : t.keys.days(Number(days), format.whole(Number(days))) }))}
        />
        <Refused error={create.error} />
        <div>
          <Button type="submit" loading={create.isPending} disabled={draft.name.trim() === '' || scopes.length === 0}>
            {t.keys.make}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
