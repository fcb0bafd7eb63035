/// What the kernel reads during a launch: blocks that stay where they are.
///
/// Once a filter is installed nothing is released any more, for that might be a call that the
/// filter denies; the launch that owns the memory then never returns.
@safe struct LaunchMemory: ~Copyable {
  private var blocks: [UnsafeMutableRawPointer] = unsafe []

  /// Copies values into a block of their own.
  mutating func store<Value: BitwiseCopyable>(
    _ values: some Collection<Value>
  ) -> UnsafeMutablePointer<Value> {
    let block = UnsafeMutableBufferPointer<Value>.allocate(capacity: max(1, values.count))
    guard let base = block.baseAddress else { preconditionFailure("a block has an address") }
    _ = unsafe block.initialize(fromContentsOf: values)
    unsafe blocks.append(UnsafeMutableRawPointer(base))
    return unsafe base
  }

  /// Copies bytes and adds a NUL.
  mutating func string(_ bytes: some Collection<UInt8>) -> UnsafeMutablePointer<CChar> {
    unsafe store(bytes.map(CChar.init(bitPattern:)) + [0])
  }

  /// Copies a list of strings and adds a null pointer.
  mutating func strings(_ list: [[UInt8]]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
    var pointers: [UnsafeMutablePointer<CChar>?] = unsafe []
    for bytes in list { unsafe pointers.append(string(bytes)) }
    unsafe pointers.append(nil)
    return unsafe store(pointers)
  }

  deinit { unsafe blocks.forEach { unsafe $0.deallocate() } }
}
