import CLinux
import SystemPackage

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The calls of the kernel and of libc that the launcher makes from Swift.
enum RawCalls {
  /// A system call with raw register values.
  static func call(
    _ number: Int32, _ a0: UInt64 = 0, _ a1: UInt64 = 0, _ a2: UInt64 = 0,
    _ a3: UInt64 = 0
  ) -> Result<Int, Errno> {
    let result = clinux_syscall(Int64(number), a0, a1, a2, a3, 0, 0)
    return result < 0 ? .failure(Errno(rawValue: Int32(-result))) : .success(Int(result))
  }

  /// Whether the effective user may execute a file; a file system may forbid it for all.
  ///
  /// See faccessat(2), `AT_EACCESS`: that is whom execve(2) asks about.
  static func mayExecute(_ path: CPath) -> Errno? {
    unsafe path.withPointer {
      unsafe faccessat(AT_FDCWD, $0, X_OK, AT_EACCESS) == 0 ? nil : Errno(rawValue: errno)
    }
  }

  /// Whether a file lies on a file system that is mounted with `noexec`.
  static func isOnNoExecMount(_ path: CPath) -> Bool {
    var status = statvfs()
    let result = unsafe path.withPointer { unsafe statvfs($0, &status) }
    return result == 0 && status.f_flag & UInt(clinux_st_noexec) != 0
  }

  /// The value of a variable in the launcher's own environment.
  static func environmentValue(_ name: String) -> [UInt8]? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe bytes(of: value)
  }

  /// The launcher's own environment, as libc keeps it.
  static var environment: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? {
    #if canImport(Glibc)
      unsafe Glibc.environ
    #else
      unsafe Musl.environ
    #endif
  }

  /// The bytes of a C string.
  static func bytes(of string: UnsafePointer<CChar>) -> [UInt8] {
    unsafe UnsafeBufferPointer(start: string, count: strlen(string)).map(UInt8.init(bitPattern:))
  }
}

/// The bytes of a path with the NUL at its end, as the kernel takes it.
struct CPath {
  private let terminated: [UInt8]

  /// The path with these bytes, none of which is NUL.
  init(_ bytes: some Sequence<UInt8>) { terminated = Array(bytes) + [0] }

  /// The path without the NUL.
  var bytes: ArraySlice<UInt8> { terminated.dropLast() }

  /// What kind of file is there, and who may do what with it.
  ///
  /// See stat(2).
  func status() throws(Errno) -> Stat {
    let result: Result<Stat, Errno> = unsafe withPointer { pointer in
      do throws(Errno) {
        return .success(unsafe try Stat(pointer))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Lends the path to a C function.
  func withPointer<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    unsafe terminated.withUnsafeBytes { buffer in
      guard let base = unsafe buffer.assumingMemoryBound(to: CChar.self).baseAddress else {
        preconditionFailure("the NUL is always there")
      }
      return unsafe body(base)
    }
  }
}

extension FileDescriptor.OpenOptions {
  /// `O_NOCTTY`: a terminal does not become the one that controls the process.
  fileprivate static let noControllingTerminal = Self(rawValue: O_NOCTTY)
}

/// A file opened for reading its first bytes.
struct OpenFile: ~Copyable {
  private let descriptor: FileDescriptor

  /// Opens a file, but does not wait for one that is a pipe, and does not adopt a terminal.
  init?(_ path: CPath) {
    let opened = unsafe path.withPointer { pointer in
      unsafe try? FileDescriptor.open(
        pointer, .readOnly, options: [.closeOnExec, .nonBlocking, .noControllingTerminal])
    }
    guard let opened else { return nil }
    descriptor = opened
  }

  deinit { try? descriptor.close() }

  /// The bytes at an offset: as many as asked for, or up to the end of the file; `nil` on an error.
  func read(_ count: Int, at offset: Int64 = 0) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let got = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe try? descriptor.read(
          fromAbsoluteOffset: offset + Int64(filled),
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]))
      }
      guard let got else { return nil }
      if got == 0 { break }
      filled += got
    }
    return Array(bytes[..<filled])
  }
}
