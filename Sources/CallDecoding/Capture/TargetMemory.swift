/// The memory of the process that made a call.
public protocol TargetMemory {
  /// Reads bytes, as many as there are.
  ///
  /// - Parameters:
  ///   - count: How many bytes are wanted; they never cross the border of a page of 4096 bytes.
  ///   - address: Where they are.
  ///   - bytes: What they are appended to.
  /// - Returns: How many were appended; 0 where nothing can be read.
  func read(_ count: Int, at address: UInt64, to bytes: inout [UInt8]) -> Int
}

/// What the kernel says about the open files of the process that made a call.
public protocol TargetFiles {
  /// Reads where a descriptor or the working directory leads.
  ///
  /// - Parameters:
  ///   - link: Which one.
  ///   - bytes: What its path is appended to, or a text such as `socket:[4711]`.
  /// - Returns: Whether there is such a thing, and we may know it.
  func read(_ link: TargetLink, to bytes: inout [UInt8]) -> Bool
}

/// A link in the folder of a process in `/proc`.
public enum TargetLink: Hashable, Sendable {
  /// An open descriptor.
  case descriptor(Int32)
  /// The working directory.
  case workingDirectory
}
