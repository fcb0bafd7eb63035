extension Syscall {
  /// The calls that do what a name promises where no call has it.
  ///
  /// The name is that of a call which some ABIs lack, such as `umount`, or that of a function of the
  /// C library, such as `fstatat`.
  ///
  /// - Parameter name: The name.
  /// - Returns: The calls, the nearest first; each ABI has some of them at most.
  public static func counterparts(of name: String) -> [Syscall] {
    let table = StaticTable.counterpartRows
    guard let place = table.place(of: name), let names = table[place].part(1) else { return [] }
    return names.split(UInt8(ascii: ",")).compactMap { Syscall.named($0.string) }
  }
}
