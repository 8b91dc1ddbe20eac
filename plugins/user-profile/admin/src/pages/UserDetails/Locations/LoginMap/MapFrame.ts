import { styled } from 'styled-components';

/** Leaflet in the theme's colours. Isolated, since Leaflet's panes have high z-indices. */
export const MapFrame = styled.div`
  isolation: isolate;
  overflow: hidden;
  border: 1px solid ${({ theme }) => theme.colors.neutral200};
  border-radius: ${({ theme }) => theme.borderRadius};

  /* Not Leaflet's class, which is added a frame after the element. */
  > [role='application'] {
    height: 48rem;
  }

  .leaflet-container {
    background: ${({ theme }) => theme.colors.secondary100};
    font: inherit;
  }

  /* The admin's global styles limit a canvas to the width of its parent, and a map pane has none. */
  .leaflet-pane canvas {
    max-width: none;
  }

  .leaflet-container:focus-visible {
    outline: 2px solid ${({ theme }) => theme.colors.primary600};
    outline-offset: -2px;
  }

  .leaflet-bar {
    border: 1px solid ${({ theme }) => theme.colors.neutral200};
    box-shadow: none;
  }

  .leaflet-bar a,
  .leaflet-bar a:hover,
  .leaflet-bar a:focus {
    border-bottom-color: ${({ theme }) => theme.colors.neutral200};
    background: ${({ theme }) => theme.colors.neutral0};
    color: ${({ theme }) => theme.colors.neutral800};
  }

  .leaflet-bar a.leaflet-disabled {
    background: ${({ theme }) => theme.colors.neutral100};
    color: ${({ theme }) => theme.colors.neutral400};
  }

  .leaflet-tooltip {
    padding: ${({ theme }) => theme.spaces[2]};
    border: 0;
    background: ${({ theme }) => theme.colors.neutral900};
    box-shadow: ${({ theme }) => theme.shadows.popupShadow};
    color: ${({ theme }) => theme.colors.neutral0};
    font-size: 1.2rem;
    line-height: 1.4;
  }

  .leaflet-tooltip-left::before {
    border-left-color: ${({ theme }) => theme.colors.neutral900};
  }

  .leaflet-tooltip-right::before {
    border-right-color: ${({ theme }) => theme.colors.neutral900};
  }

  .leaflet-tooltip > div > div:first-child {
    font-weight: ${({ theme }) => theme.fontWeights.bold};
  }

  .login-cluster,
  .login-pin {
    display: flex;
    align-items: center;
    justify-content: center;
    border: 2px solid ${({ theme }) => theme.colors.neutral0};
    border-radius: 50%;
    box-shadow: 0 1px 4px rgb(0 0 0 / 30%);
  }

  .login-cluster {
    background: ${({ theme }) => theme.colors.primary600};
    color: ${({ theme }) => theme.colors.neutral0};
    font-size: 1.2rem;
    font-weight: ${({ theme }) => theme.fontWeights.bold};
  }

  .login-pin {
    background: ${({ theme }) => theme.colors.danger600};
  }

  .login-pin-vague {
    border-style: dashed;
    opacity: 0.8;
  }

  .login-pin.is-focused {
    background: ${({ theme }) => theme.colors.primary600};
  }

  .login-cluster.is-focused,
  .login-pin.is-focused {
    box-shadow: 0 0 0 5px ${({ theme }) => theme.colors.primary200};
  }

  .has-focus .login-cluster:not(.is-focused, :focus-visible),
  .has-focus .login-pin:not(.is-focused, :focus-visible) {
    opacity: 0.35;
  }

  .login-cluster:focus-visible,
  .login-pin:focus-visible {
    outline: 3px solid ${({ theme }) => theme.colors.warning500};
    outline-offset: 2px;
  }
`;
