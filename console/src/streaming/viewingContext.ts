import { useSearchParams } from 'react-router';

export const devices = ['tv', 'desktop', 'tablet', 'mobile'] as const;
export type Device = (typeof devices)[number];

export const timesOfDay = ['morning', 'afternoon', 'evening', 'night'] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

/** Where and when a person looks at the home page. */
export interface ViewingContext {
  device: Device;
  timeOfDay: TimeOfDay;
}

const oneOf = <T extends string>(allowed: readonly T[], given: string | null, otherwise: T): T =>
  allowed.find((value) => value === given) ?? otherwise;

/** The viewing context lives in the address (`?device=tv&time_of_day=evening`), so that a link shows the same page. */
export function useViewingContext(): [ViewingContext, (change: Partial<ViewingContext>) => void] {
  const [params, setParams] = useSearchParams();
  const context: ViewingContext = {
    device: oneOf(devices, params.get('device'), 'tv'),
    timeOfDay: oneOf(timesOfDay, params.get('time_of_day'), 'evening'),
  };
  const change = (part: Partial<ViewingContext>) => {
    const { device, timeOfDay } = { ...context, ...part };
    setParams(
      (before) => {
        before.set('device', device);
        before.set('time_of_day', timeOfDay);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  return [context, change];
}
