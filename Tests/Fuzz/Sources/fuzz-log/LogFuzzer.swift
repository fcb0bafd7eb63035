import SekatModules

/// Replays one input as a log, in pieces of several sizes and by several workers.
@c(LLVMFuzzerTestOneInput)
public func testLog(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  ReaderFuzzing.read(unsafe Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}
