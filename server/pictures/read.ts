/** What one kind's file is made of: pixels, and the parts that stay. */
export type Read = { readonly width: number; readonly height: number; readonly kept: readonly Uint8Array[] }

/** It is cut, or no picture of the kind that it begins as. */
export class Malformed extends Error {}
