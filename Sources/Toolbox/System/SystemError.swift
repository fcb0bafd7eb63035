import Glibc

/// An error number of the system.
package struct SystemError: Error, Equatable {
  /// The number.
  package let number: Int32

  /// An error number.
  package init(_ number: Int32) { self.number = number }

  /// The error of the last call of the C library that failed, see errno(3).
  package static var last: SystemError { SystemError(errno) }

  /// What the system calls it, as a clause.
  package var text: String {
    let text = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return text.prefix(1).lowercased() + text.dropFirst()
  }
}
