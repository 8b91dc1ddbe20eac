import * as React from 'react';

interface Overflow {
  left: boolean;
  right: boolean;
}

/**
 * On which sides an element that scrolls sideways has hidden content.
 *
 * @param count of its children, which may change later
 */
export const useOverflow = (element: React.RefObject<HTMLElement>, count: number): Overflow => {
  const [overflow, setOverflow] = React.useState<Overflow>({ left: false, right: false });

  React.useEffect(() => {
    const scroller = element.current;

    if (!scroller) {
      return undefined;
    }

    const measure = () => {
      const { left, right } = scroller.getBoundingClientRect();
      const ends = [scroller.firstElementChild, scroller.lastElementChild].map((child) =>
        child?.getBoundingClientRect()
      );

      setOverflow({
        left: ends.some((end) => end !== undefined && end.left < left - 1),
        right: ends.some((end) => end !== undefined && end.right > right + 1),
      });
    };
    const observer = new ResizeObserver(measure);

    observer.observe(scroller);
    scroller.addEventListener('scroll', measure, { passive: true });

    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', measure);
    };
  }, [count, element]);

  return overflow;
};
