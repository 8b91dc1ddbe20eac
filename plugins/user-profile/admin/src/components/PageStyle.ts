import { createGlobalStyle } from 'styled-components';

/** The lightness of `#rrggbb`, from 0 to 1. */
const lightnessOf = (color: string): number => {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(color.slice(at, at + 2), 16));

  return (red + green + blue) / 3 / 255;
};

/** The page, and what opens above it: dialogs, and the frame of popovers, menus, lists and tooltips. */
const PARTS =
  ":is(#main-content, [role='dialog'], [role='alertdialog'], [data-radix-popper-content-wrapper])";

/**
 * Faults of Strapi's panel:
 * - scrollbars and native controls stay light in the dark theme
 * - visually hidden texts, which are absolutely positioned, make the document scroll beside the page
 * - a phone cuts off the buttons of a header and the labels in a dialog, and the buttons of a dialog touch
 * - in Arabic and Hebrew, texts have the direction of the page, which stays left to right
 */
export const PageStyle = createGlobalStyle`
  html {
    color-scheme: ${({ theme }) => (lightnessOf(theme.colors.neutral0) < 0.5 ? 'dark' : 'light')};
  }

  #main-content {
    position: relative;
  }

  /* The buttons below the title, on a phone. */
  #main-content [data-strapi-header] > div > div {
    flex-wrap: wrap;
  }

  [role='dialog'] footer {
    gap: ${({ theme }) => theme.spaces[2]};
  }

  [role='dialog'] label {
    overflow-wrap: anywhere;
    white-space: normal;
  }

  html:is([lang='ar'], [lang='he']) ${PARTS} * {
    unicode-bidi: plaintext;

    &::placeholder {
      unicode-bidi: plaintext;
      text-align: left;
    }
  }

  /* Else paragraphs would be at the other side of the page than headings, labels and fields. */
  html:is([lang='ar'], [lang='he']) ${PARTS} {
    text-align: left;
  }
`;
