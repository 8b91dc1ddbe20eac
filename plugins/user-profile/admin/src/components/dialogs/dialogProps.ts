/** What every dialog needs from the component that opens it. */
export interface DialogProps {
  onClose: () => void;
  /** Returns the focus to the element that opened the dialog. */
  onCloseAutoFocus: (event: Event) => void;
}
