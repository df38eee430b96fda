import { useLanguage } from '../language/language.ts';

/** A moment, as far away as it is; the exact time stands behind it. */
export function When({ at }: { at: string }) {
  const { format } = useLanguage();
  const moment = new Date(at);
  return (
    <time dateTime={at} title={format.dateTime(moment)}>
      {format.ago(moment, new Date())}
    </time>
  );
}
