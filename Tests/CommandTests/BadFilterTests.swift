import Glibc
import TestSupport
import Testing

/// Compiled filters that cannot be used: `run` starts nothing, `disassemble` says what is wrong.
@Suite struct BadFilterTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var bytes: [UInt8]
    /// What must be in the message.
    var message: String
    /// Whether there is something to list all the same.
    var isListed = false

    var testDescription: String { name }
  }

  /// `BPF_RET | BPF_K`, allow.
  private static let allow: [UInt8] = [0x06, 0, 0, 0, 0, 0, 0xff, 0x7f]
  /// `BPF_LD | BPF_W | BPF_ABS`, the number.
  private static let load: [UInt8] = [0x20, 0, 0, 0, 0, 0, 0, 0]

  static let cases = [
    Case(name: "empty", bytes: [], message: "this is no filter"),
    Case(name: "odd size", bytes: allow + [0], message: "9 bytes"),
    Case(
      name: "too long", bytes: Array(repeating: allow, count: 4097).flatMap { $0 },
      message: "more than 4096 instructions take"),
    Case(name: "no return", bytes: load, message: "instruction 0", isListed: true),
    Case(
      name: "jump beyond the end", bytes: [0x05, 0, 0, 0, 5, 0, 0, 0] + allow,
      message: "instruction 0", isListed: true),
    Case(
      name: "odd offset", bytes: [0x20, 0, 0, 0, 2, 0, 0, 0] + allow, message: "instruction 0",
      isListed: true),
    Case(
      name: "half a word", bytes: [0x28, 0, 0, 0, 0, 0, 0, 0] + allow, message: "instruction 0",
      isListed: true),
    Case(
      name: "unknown code", bytes: [0xff, 0xff, 0, 0, 0, 0, 0, 0] + allow,
      message: "instruction 0", isListed: true),
    Case(
      name: "division by zero", bytes: load + [0x34, 0, 0, 0, 0, 0, 0, 0] + allow,
      message: "instruction 1", isListed: true),
    Case(
      name: "shift by 32", bytes: load + [0x64, 0, 0, 0, 32, 0, 0, 0] + allow,
      message: "instruction 1", isListed: true),
    Case(
      name: "unwritten memory", bytes: [0x60, 0, 0, 0, 3, 0, 0, 0] + allow,
      message: "instruction 0", isListed: true),
    Case(
      name: "other order of bytes",
      bytes: [0, 0x20, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0, 0x7f, 0xff, 0, 0],
      message: "valid on a machine of the other order of bytes", isListed: true),
    Case(name: "ELF file", bytes: [0x7f, 0x45, 0x4c, 0x46] + load + load, message: "an ELF file"),
    Case(name: "policy", bytes: Array(#"{"default": "allow"}"#.utf8), message: "a JSON file"),
    Case(name: "listing", bytes: Array("0  ld  A = arch\n".utf8), message: "this is text"),
    Case(name: "hexadecimal", bytes: Array("2000000000000000".utf8), message: "this is text"),
  ]

  @Test(arguments: cases)
  func `a file that is no filter is refused`(item: Case) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("filter.bpf", item.bytes)
    let started = folder.path(of: "started")
    let launch = try run(
      builtProduct("sekat"), ["run", "--filter", path, "--", "touch", started])
    #expect(launch.ending == .exit(125))
    #expect(launch.errors.hasPrefix("sekat: "))
    #expect(launch.errors.contains(path) && launch.errors.contains(item.message), "\(launch)")
    #expect(launch.output.isEmpty)
    #expect(unsafe access(started, F_OK) != 0)

    let listing = try run(builtProduct("sekat"), ["disassemble", path])
    if item.isListed {
      #expect(listing.ending == .exit(1) && listing.output.hasPrefix("0  "), "\(listing)")
    } else {
      #expect(listing.ending == .exit(2) && listing.output.isEmpty)
    }
    #expect(listing.errors.contains(item.message), "\(listing)")
  }

  @Test func `what is no file is refused`() throws {
    let folder = try TemporaryFolder()
    for (path, message) in [
      (folder.path, "it is no regular file"), ("/dev/zero", "it is no regular file"),
      (folder.path(of: "missing"), "no such file or directory"),
    ] {
      let launch = try run(builtProduct("sekat"), ["run", "--filter", path, "--", "true"])
      #expect(launch.ending == .exit(125) && launch.errors.contains(message), "\(launch)")
      let listing = try run(builtProduct("sekat"), ["disassemble", path])
      #expect(listing.ending == .exit(2) && listing.errors.contains(message), "\(listing)")
    }
  }
}
