import * as React from 'react';
import { styled } from 'styled-components';

import type { Profile } from '../../../shared/contracts/users';
import { avatarColorOf } from '../utils/avatarColor';
import { initialsOf } from '../utils/initials';
import { httpUrl } from '../utils/safeUrl';

type Size = 'S' | 'L';

const PIXELS: Record<Size, number> = { S: 32, L: 64 };

const Circle = styled.span<{ $background: string; $pixels: number }>`
  position: relative;
  display: inline-flex;
  flex-shrink: 0;
  align-items: center;
  justify-content: center;
  width: ${({ $pixels }) => $pixels}px;
  height: ${({ $pixels }) => $pixels}px;
  overflow: hidden;
  border-radius: 50%;
  background: ${({ $background }) => $background};
  color: #ffffff;
  font-size: ${({ $pixels }) => Math.round($pixels * 0.38)}px;
  font-weight: ${({ theme }) => theme.fontWeights.bold};
  line-height: 1;
  user-select: none;
`;

const Picture = styled.img<{ $visible: boolean }>`
  position: absolute;
  inset: 0;
  width: 100%;
  height: 100%;
  object-fit: cover;
  opacity: ${({ $visible }) => ($visible ? 1 : 0)};
`;

interface AvatarProps {
  user: Pick<Profile, 'user_id' | 'name' | 'email' | 'picture'>;
  size?: Size;
}

/**
 * Shows initials until the picture has loaded, and if it cannot be loaded. Hidden from screen readers, since
 * the name is always next to it.
 */
export const Avatar = ({ user, size = 'S' }: AvatarProps) => {
  const picture = httpUrl(user.picture);
  const [state, setState] = React.useState<{ url: string; loaded: boolean }>();
  const isCurrent = state !== undefined && state.url === picture;
  const isBroken = isCurrent && !state.loaded;

  return (
    <Circle aria-hidden $background={avatarColorOf(user.user_id)} $pixels={PIXELS[size]}>
      {initialsOf(user)}
      {picture && !isBroken ? (
        <Picture
          alt=""
          src={picture}
          loading="lazy"
          referrerPolicy="no-referrer"
          $visible={isCurrent && state.loaded}
          onLoad={() => setState({ url: picture, loaded: true })}
          onError={() => setState({ url: picture, loaded: false })}
        />
      ) : null}
    </Circle>
  );
};
