/**
 * Backgrounds with a contrast of at least 4.5:1 to white text. Not from the theme, whose colours differ between
 * light and dark: a user keeps their colour in both.
 */
export const AVATAR_COLORS = [
  '#4945ff',
  '#8312d1',
  '#006096',
  '#0c6e6e',
  '#2f6846',
  '#5c6b1c',
  '#9c4a00',
  '#b72b1a',
  '#b0246a',
  '#5a5878',
  '#7a4a2b',
  '#3457b2',
] as const;

/** FNV-1a, which distributes consecutive IDs (`local|1`, `local|2`) evenly. */
const hash = (text: string): number => {
  let value = 0x811c9dc5;

  for (let i = 0; i < text.length; i += 1) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }

  return value >>> 0;
};

export const avatarColorOf = (userId: string): string =>
  AVATAR_COLORS[hash(userId) % AVATAR_COLORS.length];
