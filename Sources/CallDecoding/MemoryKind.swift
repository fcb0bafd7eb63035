/// What the kernel reads where an argument points, by the words of `memory.tsv`.
enum MemoryKind: String, CaseIterable, Hashable, Sendable {
  /// The path of a file, up to a NUL.
  case path
  /// Another text, up to a NUL or as long as another argument says.
  case name
  /// `struct sockaddr` of some family.
  case socketAddress = "sockaddr"
  /// `struct clone_args`, see clone3(2).
  case cloneArguments = "clone_args"
  /// `struct open_how`, see openat2(2).
  case openHow = "open_how"
  /// A time in two words as long as `long` is.
  case timespec
  /// A time in two words of 64 bits.
  case timespec64
  /// A list of addresses of texts, which ends with 0.
  case argumentList = "argv"
  /// `struct msghdr`, of which the address is of interest.
  case messageHeader = "msghdr"
  /// The arguments of the call that `socketcall` stands for.
  case socketcallArguments = "socketcall_args"
}
