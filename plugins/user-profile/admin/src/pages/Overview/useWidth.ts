import * as React from 'react';

/** The width of an element in pixels; 0 until it is known. */
export const useWidth = () => {
  const ref = React.useRef<HTMLDivElement>(null);
  const [width, setWidth] = React.useState(0);

  React.useLayoutEffect(() => {
    const element = ref.current;

    if (!element) {
      return undefined;
    }

    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);

    return () => observer.disconnect();
  }, []);

  return { ref, width };
};
