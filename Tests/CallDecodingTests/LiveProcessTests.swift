import CLinux
import Foundation
import Glibc
import LinuxABI
import TestSupport
import Testing

@testable import CallDecoding

/// The tests' own process, looked at as if it were another.
@Suite struct LiveProcessTests {
  private static let own = LiveProcess(thread: getpid())

  @Test func `memory is read as it is`() {
    let bytes = [UInt8]((0..<200).map { UInt8(truncatingIfNeeded: $0 &* 7) })
    var found: [UInt8] = [42]
    unsafe bytes.withUnsafeBytes { buffer in
      let start = UInt64(UInt(bitPattern: buffer.baseAddress))
      #expect(Self.own.read(200, at: start, to: &found) == 200)
    }
    #expect(found == [42] + bytes)
  }

  @Test func `the file of the memory says the same`() {
    let bytes = [UInt8]((0..<200).map { UInt8(truncatingIfNeeded: $0 &* 11) })
    var found = [UInt8](repeating: 0, count: 200)
    unsafe bytes.withUnsafeBytes { buffer in
      let start = UInt64(UInt(bitPattern: buffer.baseAddress))
      unsafe found.withUnsafeMutableBytes { target in
        #expect(unsafe clinux_read_memory_file(getpid(), start, target.baseAddress, 200) == 200)
        #expect(unsafe clinux_read_memory_file(getpid(), .max, target.baseAddress, 200) <= 0)
      }
    }
    #expect(found == bytes)
  }

  @Test func `what is not there is not read, and what is left of a page is`() {
    let size = 4 * sysconf(Int32(_SC_PAGESIZE))
    let map = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    defer { unsafe munmap(map, size) }
    let start = UInt64(UInt(bitPattern: map))
    let half = UInt64(size / 2)
    #expect(
      unsafe mprotect(UnsafeMutableRawPointer(bitPattern: UInt(start + half)), size / 2, PROT_NONE)
        == 0)
    var bytes: [UInt8] = []
    #expect(Self.own.read(10, at: start + half, to: &bytes) == 0)
    #expect(Self.own.read(10, at: start + half - 10, to: &bytes) == 10)
    #expect(Self.own.read(10, at: 0, to: &bytes) == 0)
    #expect(Self.own.read(10, at: .max - 20, to: &bytes) == 0)
    #expect(LiveProcess(thread: Int32.max).read(10, at: start, to: &bytes) == 0)
    #expect(bytes.count == 10)
  }

  @Test func `links say where descriptors lead`() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("file", "x")
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    #expect(Self.own.read(.descriptor(descriptor), to: &bytes))
    #expect(String(decoding: bytes, as: UTF8.self) == path)
    bytes = []
    #expect(!Self.own.read(.descriptor(1 << 29), to: &bytes))
    #expect(bytes.isEmpty)
    #expect(Self.own.read(.workingDirectory, to: &bytes))
    #expect(String(decoding: bytes, as: UTF8.self) == FileManager.default.currentDirectoryPath)
  }

  @Test func `a thread says its process and its name`() throws {
    let identity = try #require(ProcessIdentity(thread: getpid()))
    #expect(identity.process == getpid() && identity.thread == getpid())
    let comm = try String(contentsOfFile: "/proc/\(getpid())/comm", encoding: .utf8).dropLast()
    #expect(identity.name == comm)
    #expect(identity.text == "\(comm)[\(getpid())]")
    #expect(ProcessIdentity(thread: Int32.max) == nil)
  }

  @Test func `an address is in a file, at a place`() throws {
    // The C library is mapped from its beginning on, in several parts, without holes.
    let address = unsafe UInt64(UInt(bitPattern: dlsym(nil, "getpriority")))
    let site = CallSite(address, in: getpid())
    let module = try #require(site.module)
    #expect(module.contains("/libc"))
    let maps = try String(contentsOfFile: "/proc/self/maps", encoding: .utf8)
    let first = try #require(maps.split(separator: "\n").first { $0.hasSuffix(module) })
    let base = try #require(UInt64(first.prefix { $0 != "-" }, radix: 16))
    #expect(site.offset == address - base)
    #expect(site.text == "\(module)+0x\(String(address - base, radix: 16))")
    #expect(CallSite(1, in: getpid()).text == "0x1")
    #expect(CallSite(address, in: Int32.max).module == nil)
  }
}
