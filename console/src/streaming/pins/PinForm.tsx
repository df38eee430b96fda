import { Autocomplete, Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { searchQuery } from '../../api/queries.ts';
import { putPin } from '../../api/streaming.ts';
import type { PinDraft } from '../../api/types.ts';
import { Panel } from '../../components/Panel.tsx';
import { Refused } from '../../components/Refused.tsx';
import { useLanguage } from '../../language/language.ts';
import { useAction } from '../../operations/useAction.ts';
import classes from './Pins.module.css';

// The rows of the plan; those of genres have names of their own and can be typed.
const rows = ['continue_watching', 'top_picks', 'because_you_watched', 'trending', 'new_for_you'];

const blank = { id: '', title: null as string | null, row: 'top_picks', place: 1, country: '', tier: '', starts: '', ends: '' };

/** A moment as a form writes it, in the reader's own time, to one that everybody reads alike. */
const moment = (local: string) => (local === '' ? null : new Date(local).toISOString());

/** Pins a title. */
export function PinForm() {
  const { t } = useLanguage();
  const [draft, setDraft] = useState(blank);
  const change = (part: Partial<typeof blank>) => setDraft((before) => ({ ...before, ...part }));
  const put = useAction(putPin, { changes: 'pins', said: ({ id }) => t.pins.saved(id) });
  const { id, title, row, place, country, tier, starts, ends } = draft;

  const submit = () => {
    if (title === null) return;
    const pin: PinDraft = { title, row: row.trim(), place, country: country.trim() || null, tier: tier.trim() || null, starts_at: moment(starts), ends_at: moment(ends) };
    put.mutate({ id: id.trim(), pin }, { onSuccess: () => setDraft(blank) });
  };

  return (
    <Panel title={t.pins.add}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className={classes.line}>
          <TextInput label={t.pins.id} description={t.pins.idHint} required maxLength={256} value={id} onChange={(event) => change({ id: event.currentTarget.value })} />
          <TitleChoice value={title} choose={(chosen) => change({ title: chosen })} />
        </div>
        <div className={classes.line}>
          <Autocomplete label={t.pins.row} description={t.pins.rowHint} required data={rows} value={row} onChange={(value) => change({ row: value })} />
          <NumberInput label={t.pins.place} description={t.pins.placeHint} required min={1} max={100} hideControls value={place} onChange={(value) => change({ place: Number(value) || 1 })} />
        </div>
        <div className={classes.line}>
          <TextInput label={t.pins.country} description={t.pins.countryHint} maxLength={2} value={country} onChange={(event) => change({ country: event.currentTarget.value })} />
          <TextInput label={t.pins.tier} description={t.pins.tierHint} maxLength={256} value={tier} onChange={(event) => change({ tier: event.currentTarget.value })} />
        </div>
        <div className={classes.line}>
          <TextInput type="datetime-local" label={t.pins.starts} description={t.pins.momentHint} value={starts} onChange={(event) => change({ starts: event.currentTarget.value })} />
          <TextInput type="datetime-local" label={t.pins.ends} description={t.pins.momentHint} value={ends} onChange={(event) => change({ ends: event.currentTarget.value })} />
        </div>
        <Refused error={put.error} />
        <div>
          <Button type="submit" loading={put.isPending} disabled={id.trim() === '' || title === null || row.trim() === ''}>
            {t.pins.save}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

/** A title of the catalogue, found as it is typed. */
function TitleChoice({ value, choose }: { value: string | null; choose: (id: string | null) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState('');
  const [wanted] = useDebouncedValue(text.trim(), 120);
  const { data } = useQuery(searchQuery(wanted));
  const found = data?.titles.map(({ id, name, year }) => ({ value: id, label: year ? `${name} (${year})` : name })) ?? [];
  return (
    <Select
      label={t.pins.titleColumn}
      description={t.pins.titleHint}
      required
      searchable
      clearable
      clearButtonProps={{ 'aria-label': t.vectors.clear }}
      data={found}
      // The server has searched already.
      filter={({ options }) => options}
      nothingFoundMessage={wanted === '' ? undefined : t.pins.noTitle}
      value={value}
      onChange={choose}
      searchValue={text}
      onSearchChange={setText}
    />
  );
}
