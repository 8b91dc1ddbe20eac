import { Link as DsLink } from '@strapi/design-system';
import { Link } from 'react-router-dom';
import { styled } from 'styled-components';

import type { LogEvent } from '../../../../shared/contracts/events';
import { userPath } from '../../utils/paths';
import { TwoLines } from '../TwoLines';
import { UserText } from '../UserText';

/** Strapi's link has its text in a flex container, so an ellipsis around it would not appear. */
const ShortLink = styled.div`
  & > a {
    max-width: 100%;
  }

  & > a > span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
`;

interface EventUserProps {
  event: LogEvent;
  maxWidth: string;
}

/** The user of an event, as a link. The user may be deleted by now. */
export const EventUser = ({
  event: { user_id: id, user_name: name },
  maxWidth,
}: EventUserProps) => {
  if (id === null) {
    return (
      <TwoLines
        first={name === null ? '–' : <UserText>{name}</UserText>}
        title={name ?? undefined}
        maxWidth={maxWidth}
      />
    );
  }

  return (
    <TwoLines
      first={
        <ShortLink>
          <DsLink tag={Link} to={userPath(id)}>
            <UserText>{name ?? id}</UserText>
          </DsLink>
        </ShortLink>
      }
      second={name === null ? undefined : id}
      title={name === null ? id : `${name}\n${id}`}
      maxWidth={maxWidth}
    />
  );
};
