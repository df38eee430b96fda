import { Button, Checkbox, NumberInput, SegmentedControl, Select, Skeleton, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { Problem } from '../api/problem.ts';
import { vectorSearchQuery } from '../api/queries.ts';
import { asCommand } from '../api/snippets.ts';
import type { VectorCollection, VectorSearch } from '../api/types.ts';
import { CopyAs } from '../components/CopyAs.tsx';
import { EmptyState } from '../components/EmptyState.tsx';
import { ErrorState } from '../components/ErrorState.tsx';
import { Panel } from '../components/Panel.tsx';
import { useLanguage } from '../language/language.ts';
import { readFilter } from './filter.ts';
import { FilterEditor } from './FilterEditor.tsx';
import { Hits } from './Hits.tsx';
import { RecordDrawer } from './RecordDrawer.tsx';
import { readForm, searchOf, writeForm, type SearchForm } from './searchForm.ts';
import classes from './Vectors.module.css';
import { explained } from './words.ts';

/** A search by a record or by a vector, its hits, and how they were found. What was asked stands in the address, but for a pasted vector. */
export function SearchTab({ collection }: { collection: VectorCollection }) {
  const language = useLanguage();
  const { t } = language;
  const [params, setParams] = useSearchParams();
  const [form, setForm] = useState(() => readForm(params, collection));
  const [asked, setAsked] = useState<VectorSearch | null>(() => (form.id === '' ? null : searchOf(form, t).search));
  const [tried, setTried] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const { data, error, refetch, isFetching } = useQuery(vectorSearchQuery(collection.name, asked));
  const change = (part: Partial<SearchForm>) => setForm((before) => ({ ...before, ...part }));
  const { faults } = searchOf(form, t);
  const field = collection.vectors.find((one) => one.name === form.field);

  const run = (wanted: SearchForm) => {
    const { search } = searchOf(wanted, t);
    setTried(true);
    setForm(wanted);
    if (!search) return;
    setAsked(search);
    setParams(writeForm(wanted), { replace: true, preventScrollReset: true });
  };

  const refusedFilter = error instanceof Problem && error.field?.startsWith('filter') ? error.message : undefined;
  return (
    <div className={classes.part}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          run(form);
        }}
      >
        <div className={classes.line}>
          <SegmentedControl
            aria-label={t.vectors.by}
            value={form.by}
            onChange={(by) => change({ by: by })}
            data={[
              { value: 'id', label: t.vectors.byId },
              { value: 'vector', label: t.vectors.byVector },
            ]}
          />
          {collection.vectors.length > 1 && (
            <Select
              label={t.vectors.field}
              allowDeselect={false}
              value={form.field}
              onChange={(value) => change({ field: value ?? form.field })}
              data={collection.vectors.map((one) => one.name)}
            />
          )}
        </div>
        {form.by === 'id' ? (
          <TextInput
            label={t.vectors.id}
            value={form.id}
            error={tried ? faults.id : undefined}
            onChange={(event) => change({ id: event.currentTarget.value })}
          />
        ) : (
          <Textarea
            label={t.vectors.vector}
            description={t.vectors.vectorHint(t.vectors.vectorForms[field?.kind ?? 'dense'])}
            classNames={{ input: classes.mono }}
            rows={4}
            spellCheck={false}
            value={form.vector}
            error={tried ? faults.vector : undefined}
            onChange={(event) => change({ vector: event.currentTarget.value })}
          />
        )}
        <div className={classes.line}>
          <NumberInput
            className={classes.narrow}
            label={t.vectors.k}
            min={1}
            max={100}
            hideControls
            value={form.k}
            onChange={(value) => change({ k: Number(value) || 10 })}
          />
          <NumberInput
            className={classes.narrow}
            label={t.vectors.ef}
            title={t.vectors.efHint}
            min={1}
            max={4096}
            hideControls
            value={form.ef ?? ''}
            onChange={(value) => change({ ef: value === '' ? undefined : Number(value) })}
          />
          <Checkbox label={t.vectors.exact} checked={form.exact} onChange={(event) => change({ exact: event.currentTarget.checked })} />
        </div>
        <FilterEditor
          text={form.filter}
          change={(filter) => change({ filter })}
          fault={tried ? (readFilter(form.filter, t).fault ?? refusedFilter) : undefined}
          fields={collection.payload}
          records={data?.hits ?? []}
        />
        <div className={classes.line}>
          <Button type="submit" size="sm" loading={isFetching}>
            {t.vectors.search}
          </Button>
          {asked && (
            <CopyAs
              path={`/v1/vectors/collections/${encodeURIComponent(collection.name)}/search`}
              body={asked}
              command={commandOf(collection.name, asked)}
            />
          )}
        </div>
      </form>
      {error && !refusedFilter && <ErrorState error={error} retry={() => void refetch()} />}
      {asked && !data && !error && (
        <div role="status" aria-label={t.app.loading}>
          <Skeleton height={220} />
        </div>
      )}
      {data && (
        <>
          <Panel title={t.vectors.explain}>
            <p>{explained(language, data.explain, asked?.filter !== undefined)}</p>
          </Panel>
          <Panel title={t.vectors.hits}>
            {data.hits.length === 0 ? (
              <EmptyState title={t.vectors.noHits} hint={t.vectors.noHitsHint} />
            ) : (
              <Hits hits={data.hits} open={setOpen} similar={(id) => run({ ...form, by: 'id', id })} />
            )}
          </Panel>
        </>
      )}
      <RecordDrawer
        collection={collection}
        id={open}
        close={() => setOpen(null)}
        similar={(id, found) => {
          setOpen(null);
          run({ ...form, by: 'id', id, field: found });
        }}
      />
    </div>
  );
}

function commandOf(name: string, { id, vector, k, ef, exact, filter }: VectorSearch): string {
  const words: (string | number)[] = ['vectors', 'search', name];
  if (id) words.push('--id', id);
  else words.push('--vector', 'vector.json');
  if (vector) words.push('--field', vector);
  words.push('-k', k ?? 10);
  if (ef) words.push('--ef', ef);
  if (exact) words.push('--exact');
  if (filter) words.push('--filter', JSON.stringify(filter));
  return asCommand(...words, '--explain');
}
