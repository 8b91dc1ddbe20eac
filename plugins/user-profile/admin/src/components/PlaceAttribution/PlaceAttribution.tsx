import { Flex, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useTranslate } from '../../hooks/useTranslate';
import { useFindSettingsQuery } from '../../services/settings';
import { httpUrl } from '../../utils/safeUrl';

const SmallLink = styled.a`
  color: ${({ theme }) => theme.colors.neutral600};
  text-decoration: underline;
`;

interface PlaceAttributionProps {
  /** Whether the outline of the world is shown as well. */
  withMap?: boolean;
}

/** What the licences of the place data and of the map ask to be shown beside them. */
export const PlaceAttribution = ({ withMap = false }: PlaceAttributionProps) => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery();
  const attribution = settings?.places.attribution ?? undefined;
  const url = httpUrl(attribution?.url);

  if (!attribution && !withMap) {
    return null;
  }

  return (
    <Flex gap={2} wrap="wrap" justifyContent="flex-end">
      {withMap ? (
        <Typography variant="pi" textColor="neutral600">
          {t('locations.naturalEarth')}
        </Typography>
      ) : null}
      {withMap && attribution ? (
        <Typography variant="pi" textColor="neutral600" aria-hidden>
          ·
        </Typography>
      ) : null}
      {attribution ? (
        <Typography variant="pi" textColor="neutral600">
          {url ? (
            <SmallLink href={url} target="_blank" rel="noreferrer noopener">
              {attribution.text}
            </SmallLink>
          ) : (
            attribution.text
          )}
        </Typography>
      ) : null}
    </Flex>
  );
};
