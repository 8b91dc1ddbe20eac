import { createGlobalStyle } from 'styled-components';

/** The lightness of `#rrggbb`, from 0 to 1. */
const lightnessOf = (color: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

  return (red + green + blue) / 3 / 255;
};

/**
 * Two faults of Strapi's panel: scrollbars and native controls stay light in the dark theme, and visually
 * hidden texts, which are absolutely positioned, make the document scroll beside the page.
 */
export const PageStyle = createGlobalStyle`
  html {
    color-scheme: ${({ theme }) => (lightnessOf(theme.colors.neutral0) < 0.5 ? 'dark' : 'light')};
  }

  #main-content {
    position: relative;
  }
`;
