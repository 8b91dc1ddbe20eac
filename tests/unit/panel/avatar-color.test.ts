import {
  AVATAR_COLORS,
  avatarColorOf,
} from '../../../plugins/user-profile/admin/src/utils/avatarColor';

const luminance = (hex: string) => {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

describe('the avatar colour', () => {
  it.each(AVATAR_COLORS.map((color) => [color]))(
    '%s has sufficient contrast with white text',
    (color) => {
      expect(1.05 / (luminance(color) + 0.05)).toBeGreaterThanOrEqual(4.5);
    }
  );

  it('is always the same for a user', () => {
    expect(avatarColorOf('local|1')).toBe(avatarColorOf('local|1'));
  });

  it('uses the whole palette', () => {
    const used = new Set(Array.from({ length: 500 }, (_, i) => avatarColorOf(`local|${i}`)));
    expect(used.size).toBe(AVATAR_COLORS.length);
  });
});
