import { Flex, Typography } from '@strapi/design-system';
import * as React from 'react';
import { styled } from 'styled-components';

import { useTranslate } from '../hooks/useTranslate';
import { useFindSettingsQuery } from '../services/settings';
import { type AttributionPart, attributionParts } from '../utils/attribution';
import { httpUrl } from '../utils/safeUrl';

const SmallLink = styled.a`
  color: ${({ theme }) => theme.colors.neutral600};
  text-decoration: underline;
`;

const Source = ({ parts }: { parts: readonly AttributionPart[] }) => (
  <Typography variant="pi" textColor="neutral600">
    {parts.map(({ text, url }, index) =>
      url ? (
        <SmallLink key={index} href={url} target="_blank" rel="noreferrer noopener">
          {text}
        </SmallLink>
      ) : (
        <React.Fragment key={index}>{text}</React.Fragment>
      )
    )}
  </Typography>
);

interface PlaceAttributionProps {
  withMap?: boolean;
}

/** The attribution that the licences of the place data and the map require. */
export const PlaceAttribution = ({ withMap = false }: PlaceAttributionProps) => {
  const t = useTranslate();
  const { data: settings } = useFindSettingsQuery();
  const places = settings?.places.attribution;
  const tiles = settings?.map;
  const outline = [{ text: t('locations.naturalEarth'), url: undefined }];

  const sources = [
    ...(withMap ? [tiles ? attributionParts(tiles.attribution) : outline] : []),
    ...(places ? [[{ text: places.text, url: httpUrl(places.url) }]] : []),
  ].filter((parts) => parts.length > 0);

  if (sources.length === 0) {
    return null;
  }

  return (
    <Flex gap={2} wrap="wrap" justifyContent="flex-end">
      {sources.map((parts, index) => (
        <React.Fragment key={index}>
          {index > 0 ? (
            <Typography variant="pi" textColor="neutral600" aria-hidden>
              ·
            </Typography>
          ) : null}
          <Source parts={parts} />
        </React.Fragment>
      ))}
    </Flex>
  );
};
