import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { modelsQuery, type Versions } from '../api/streaming.ts';
import { useLanguage } from '../language/language.ts';

const names = { collaborative: 'streaming-collaborative', ranker: 'home-ranker' };

interface VersionChoiceProps {
  /** Set before the labels where there are two of them. */
  side?: string;
  versions: Versions;
  change: (part: Partial<Versions>) => void;
}

/** Which versions make a page: the live ones, any that is kept, and for the ranking the blend. */
export function VersionChoice({ side, versions, change }: VersionChoiceProps) {
  const { t } = useLanguage();
  const { data = [] } = useQuery(modelsQuery());
  const choices = (part: keyof Versions) => {
    const kept = data.filter(({ name }) => name === names[part]).map(({ version, state }) => ({ value: `${version}`, label: `${t.features.version(`${version}`)} · ${t.states[state] ?? state}` }));
    const given = versions[part];
    const listed = ['live', 'blend', ...kept.map(({ value }) => value)].includes(given);
    return [
      { value: 'live', label: t.features.live },
      ...(part === 'ranker' ? [{ value: 'blend', label: t.features.blend }] : []),
      ...kept,
      // One of the address that is not kept: the server says so.
      ...(listed ? [] : [{ value: given, label: t.features.version(given) }]),
    ];
  };
  const labelOf = (part: keyof Versions) => (side === undefined ? t.features[part] : `${side}: ${t.features[part]}`);
  return (
    <>
      {(['collaborative', 'ranker'] as const).map((part) => (
        <NativeSelect
          key={part}
          size="xs"
          label={labelOf(part)}
          value={versions[part]}
          onChange={(event) => change({ [part]: event.currentTarget.value })}
          data={choices(part)}
        />
      ))}
    </>
  );
}
