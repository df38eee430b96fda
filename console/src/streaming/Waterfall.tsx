import { Bars, type Bar } from '../components/Bars.tsx';
import { useLanguage } from '../language/language.ts';

/** The steps of a request one after another, on the time line of the whole. */
export function Waterfall({ timing }: { timing: Record<string, number> }) {
  const { t, format, term } = useLanguage();
  const { total: given, ...steps } = timing;
  const sum = Object.values(steps).reduce((before, step) => before + step, 0);
  const total = given ?? sum;
  if (total === 0) return <p>{t.why.noTiming}</p>;

  const bars: Bar[] = [];
  let from = 0;
  for (const [name, value] of Object.entries(steps)) {
    bars.push({ name: term(name), value, from, shown: format.milliseconds(value) });
    from += value;
  }
  if (total - sum >= 0.01) bars.push({ name: t.why.other, value: total - sum, from: sum, shown: format.milliseconds(total - sum) });
  bars.push({ name: term('total'), value: total, shown: format.milliseconds(total) });

  return <Bars caption={t.why.timing} columns={[t.why.step, t.why.duration]} bars={bars} full={Math.max(total, sum)} />;
}
