import { useEffect, useState, type RefObject } from 'react';

interface HiddenSides {
  before: boolean;
  after: boolean;
}

/** Whether a sideways-scrolling list has something out of sight before and after what it shows. */
export function useHiddenSides(list: RefObject<HTMLElement | null>, items: number): HiddenSides {
  const [hidden, setHidden] = useState<HiddenSides>({ before: false, after: false });

  useEffect(() => {
    const element = list.current;
    if (!element) return;
    const look = () => {
      const before = element.scrollLeft > 1;
      const after = element.scrollLeft + element.clientWidth < element.scrollWidth - 1;
      setHidden((known) => (known.before === before && known.after === after ? known : { before, after }));
    };
    // The observer also calls once when it starts.
    const resized = new ResizeObserver(look);
    resized.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      resized.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [list, items]);

  return hidden;
}
