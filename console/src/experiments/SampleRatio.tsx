import { IconAlertTriangleFilled } from '@tabler/icons-react';
import { useLanguage } from '../language/language.ts';
import classes from './Experiments.module.css';

interface SampleRatioProps {
  /** What the server says of it. */
  banner: string;
  mismatch: boolean;
}

/** Whether the arms can be compared at all. If they cannot it is said loudly, with what it means and what to do. */
export function SampleRatio({ banner, mismatch }: SampleRatioProps) {
  const { t, phrase } = useLanguage();
  if (!mismatch) return <p className={classes.told}>{phrase(banner)}</p>;
  return (
    <div className={classes.alarm} role="alert">
      <IconAlertTriangleFilled size={30} aria-hidden />
      <div>
        <h2>{t.experiments.srmHeading}</h2>
        <p>
          <strong>{phrase(banner)}</strong>
        </p>
        <p>{t.experiments.srmMeans}</p>
        <h3>{t.experiments.srmDo}</h3>
        <ol>
          {t.experiments.srmSteps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
    </div>
  );
}
