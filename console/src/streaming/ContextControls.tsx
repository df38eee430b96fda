import { SegmentedControl } from '@mantine/core';
import {
  IconDeviceDesktop,
  IconDeviceMobile,
  IconDeviceTablet,
  IconDeviceTv,
  IconMoon,
  IconSun,
  IconSunHigh,
  IconSunset2,
  type Icon,
} from '@tabler/icons-react';
import { useLanguage } from '../language/language.ts';
import classes from './ContextControls.module.css';
import { devices, timesOfDay, type Device, type TimeOfDay, type ViewingContext } from './viewingContext.ts';

const deviceIcons: Record<Device, Icon> = {
  tv: IconDeviceTv,
  desktop: IconDeviceDesktop,
  tablet: IconDeviceTablet,
  mobile: IconDeviceMobile,
};

const timeIcons: Record<TimeOfDay, Icon> = {
  morning: IconSun,
  afternoon: IconSunHigh,
  evening: IconSunset2,
  night: IconMoon,
};

interface ContextControlsProps {
  context: ViewingContext;
  change: (part: Partial<ViewingContext>) => void;
}

/** Where and when the person is thought to look. */
export function ContextControls({ context, change }: ContextControlsProps) {
  const { t } = useLanguage();
  return (
    <div className={classes.controls}>
      <Choice
        label={t.person.device}
        values={devices}
        value={context.device}
        words={t.person.devices}
        icons={deviceIcons}
        choose={(device) => change({ device })}
      />
      <Choice
        label={t.person.timeOfDay}
        values={timesOfDay}
        value={context.timeOfDay}
        words={t.person.timesOfDay}
        icons={timeIcons}
        choose={(timeOfDay) => change({ timeOfDay })}
      />
    </div>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  values: readonly T[];
  value: T;
  words: Record<T, string>;
  icons: Record<T, Icon>;
  choose: (value: T) => void;
}

function Choice<T extends string>({ label, values, value, words, icons, choose }: ChoiceProps<T>) {
  return (
    <SegmentedControl
      aria-label={label}
      size="xs"
      value={value}
      onChange={choose}
      data={values.map((one) => {
        const Sign: Icon = icons[one];
        return {
          value: one,
          label: (
            <span className={classes.choice}>
              <Sign size={15} stroke={1.7} aria-hidden />
              <span>{words[one]}</span>
            </span>
          ),
        };
      })}
    />
  );
}
