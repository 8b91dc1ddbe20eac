import * as React from 'react';

import { Note } from '../../../components/Note';

interface MapBoundaryProps {
  message: string;
  children: React.ReactNode;
}

/** If the map fails, the table below still shows the same places. */
export class MapBoundary extends React.Component<MapBoundaryProps, { failed: boolean }> {
  state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  render() {
    const { message, children } = this.props;

    return this.state.failed ? <Note>{message}</Note> : children;
  }
}
