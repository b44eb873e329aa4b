/** Width and height, px. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
