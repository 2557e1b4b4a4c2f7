/** One frame for many readers: what goes onto a WebSocket's line, header included, is put together once however many there are. */
export class SharedFrame {
  readonly bytes: Uint8Array
  #wire: Buffer | null = null

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get wire(): Buffer {
    this.#wire ??= wireOf(this.bytes)
    return this.#wire
  }
}

/** RFC 6455 §5.2: one final binary frame from a server, which does not mask. */
export const wireOf = (bytes: Uint8Array): Buffer => Buffer.concat([header(bytes.length), bytes])

const FINAL_BINARY = 0x82

function header(length: number): Buffer {
  if (length < 126) return Buffer.from([FINAL_BINARY, length])
  if (length < 65_536) {
    const bytes = Buffer.from([FINAL_BINARY, 126, 0, 0])
    bytes.writeUInt16BE(length, 2)
    return bytes
  }
  const bytes = Buffer.alloc(10)
  bytes[0] = FINAL_BINARY
  bytes[1] = 127
  bytes.writeBigUInt64BE(BigInt(length), 2)
  return bytes
}
