/// A convention for system calls: which numbers, which registers, how wide.
///
/// The kernel's name for it is an `AUDIT_ARCH_…` value, except that x86_64 and x32 share one and
/// differ in a bit of the number.
public enum ABI: UInt8, CaseIterable, Hashable, Sendable {
  /// 64-bit x86. `AUDIT_ARCH_X86_64`.
  case x86_64
  /// 64-bit x86 with 32-bit pointers. `AUDIT_ARCH_X86_64`, numbers with `__X32_SYSCALL_BIT`.
  case x32
  /// 32-bit x86. `AUDIT_ARCH_I386`.
  case i386
  /// 64-bit Arm. `AUDIT_ARCH_AARCH64`.
  case aarch64
  /// 32-bit Arm, EABI. `AUDIT_ARCH_ARM`.
  case arm
  /// 64-bit RISC-V. `AUDIT_ARCH_RISCV64`.
  case riscv64
  /// 64-bit Power, little-endian. `AUDIT_ARCH_PPC64LE`.
  case ppc64le
  /// 64-bit IBM Z, big-endian. `AUDIT_ARCH_S390X`.
  case s390x
  /// 64-bit LoongArch. `AUDIT_ARCH_LOONGARCH64`.
  case loongarch64
  /// 64-bit MIPS (n64), little-endian. `AUDIT_ARCH_MIPSEL64`.
  case mips64el
}

extension ABI {
  /// The name as policies and the command line spell it.
  public var name: String {
    switch self {
    case .x86_64: "x86_64"
    case .x32: "x32"
    case .i386: "i386"
    case .aarch64: "aarch64"
    case .arm: "arm"
    case .riscv64: "riscv64"
    case .ppc64le: "ppc64le"
    case .s390x: "s390x"
    case .loongarch64: "loongarch64"
    case .mips64el: "mips64el"
    }
  }

  /// The ABI of this name, if there is one.
  ///
  /// - Parameter name: A name such as `x86_64`.
  public init?(name: String) {
    guard let abi = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = abi
  }

  /// The value that seccomp shows as `arch`, from linux/audit.h.
  public var auditArchitecture: UInt32 {
    switch self {
    case .x86_64, .x32: 0xc000_003e
    case .i386: 0x4000_0003
    case .aarch64: 0xc000_00b7
    case .arm: 0x4000_0028
    case .riscv64: 0xc000_00f3
    case .ppc64le: 0xc000_0015
    case .s390x: 0x8000_0016
    case .loongarch64: 0xc000_0102
    case .mips64el: 0xc000_0008
    }
  }

  /// The bit that tells x32 calls from x86_64 calls, `__X32_SYSCALL_BIT`.
  public static let x32Bit: UInt32 = 0x4000_0000

  /// The numbers that reach this ABI, as the register carries them.
  ///
  /// 0xffffffff belongs to none: it is a call that a tracer skipped.
  public var numbers: ClosedRange<UInt32> {
    switch self {
    case .x86_64: 0...Self.x32Bit - 1
    case .x32: Self.x32Bit...0xffff_fffe
    case .i386, .aarch64, .arm, .riscv64, .ppc64le, .s390x, .loongarch64, .mips64el:
      0...0xffff_fffe
    }
  }

  /// The width in bits of an argument register of the ABI's own programs: 32 or 64.
  ///
  /// It is what the kernel uses of a register. A filter is shown 64 bits on every ABI: 64-bit code
  /// that calls by `int $0x80` shows whatever its registers hold. x32 passes 64-bit registers.
  public var registerWidth: Int {
    switch self {
    case .i386, .arm: 32
    case .x86_64, .x32, .aarch64, .riscv64, .ppc64le, .s390x, .loongarch64, .mips64el: 64
    }
  }

  /// The bits of an argument register that the ABI's own programs can fill.
  public var registerMask: UInt64 { registerWidth == 32 ? 0xffff_ffff : .max }

  /// Whether words are stored with the most significant byte first.
  public var isBigEndian: Bool { self == .s390x }

  /// The ABI that this code was compiled for, if it is one of these.
  public static var native: ABI? {
    #if arch(x86_64)
      .x86_64
    #elseif arch(i386)
      .i386
    #elseif arch(arm64)
      .aarch64
    #elseif arch(arm)
      .arm
    #elseif arch(riscv64)
      .riscv64
    #elseif arch(powerpc64le)
      .ppc64le
    #elseif arch(s390x)
      .s390x
    #else
      nil
    #endif
  }
}

/// A kind of computer: one ABI of its own and those that its kernel also serves.
public struct Machine: Hashable, Sendable {
  /// The machine's own ABI, for which its name stands.
  public let abi: ABI

  /// The machine with this ABI as its own; x32 has none, it lives on x86_64.
  ///
  /// - Parameter abi: The machine's own ABI.
  public init?(_ abi: ABI) {
    guard abi != .x32 else { return nil }
    self.abi = abi
  }

  /// The name of the machine, which is that of its own ABI.
  public var name: String { abi.name }

  /// The ABIs that a kernel of this machine can serve, its own first.
  public var abis: [ABI] {
    switch abi {
    case .x86_64, .x32: [.x86_64, .x32, .i386]
    case .aarch64: [.aarch64, .arm]
    case .i386, .arm, .riscv64, .ppc64le, .s390x, .loongarch64, .mips64el: [abi]
    }
  }

  /// The machine that this code was compiled for, if it is one of these.
  public static var native: Machine? { ABI.native.flatMap(Machine.init) }
}
