import { Button, Textarea } from '@mantine/core';
import type { Filter, PayloadField, VectorRecord } from '../api/types.ts';
import { useLanguage } from '../language/language.ts';
import { exampleFilters } from './filter.ts';
import classes from './Vectors.module.css';

interface FilterEditorProps {
  text: string;
  change: (text: string) => void;
  /** What is wrong with it, by the page or by the server. */
  fault: string | undefined;
  fields: readonly PayloadField[];
  /** Give the examples their values. */
  records: readonly VectorRecord[];
}

/** A filter as JSON, with a few examples to begin with. */
export function FilterEditor({ text, change, fault, fields, records }: FilterEditorProps) {
  const { t } = useLanguage();
  const examples: Filter[] = exampleFilters(fields, records);
  return (
    <div>
      <Textarea
        label={t.vectors.filter}
        description={t.vectors.filterHint}
        classNames={{ input: classes.mono }}
        rows={2}
        resize="vertical"
        spellCheck={false}
        placeholder='{"year": {"$gte": 1990}}'
        value={text}
        error={fault}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {examples.length > 0 && (
        <div className={classes.examples}>
          {t.vectors.examples}
          {examples.map((example) => JSON.stringify(example)).map((example) => (
            <Button key={example} size="compact-xs" h={26} variant="default" className={classes.mono} onClick={() => change(example)}>
              {example}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}
