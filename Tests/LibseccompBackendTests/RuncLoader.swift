#if Libseccomp
  import CLibseccomp
  import ClassicBPF
  import Foundation
  import LinuxABI
  import TestSupport

  /// A profile as container engines load it, on their own way from the text to the program: Foundation
  /// reads it, and libseccomp is called as runc calls it.
  ///
  /// Nothing of sekat's reading is used. The one thing that is added is the answer to number -1, which
  /// sekat gives to calls that a tracer has skipped whatever a policy says.
  struct RuncLoader {
    private typealias Object = [String: Any]

    let machine: Machine
    var capabilities: Set<String> = RuncLoader.ofDocker
    var kernel = (6, 12)
    private var profile: Object

    static let ofDocker: Set<String> = [
      "CAP_CHOWN", "CAP_DAC_OVERRIDE", "CAP_FSETID", "CAP_FOWNER", "CAP_MKNOD", "CAP_NET_RAW",
      "CAP_SETGID", "CAP_SETUID", "CAP_SETFCAP", "CAP_SETPCAP", "CAP_NET_BIND_SERVICE",
      "CAP_SYS_CHROOT", "CAP_KILL", "CAP_AUDIT_WRITE",
    ]

    /// Why there is no program.
    struct Refusal: Error {
      var reason: String
    }

    init(_ text: String, on machine: Machine) throws {
      self.machine = machine
      guard let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? Object else {
        throw Refusal(reason: "no object")
      }
      let linux = root["linux"] as? Object
      profile = linux?["seccomp"] as? Object ?? root
      // This libseccomp may be older than sekat's tables.
      profile["syscalls"] = entries.map { entry in
        var entry = entry
        entry["names"] = Self.names(entry).filter(Self.isSame)
        entry["name"] = nil
        return entry
      }.filter { !Self.names($0).isEmpty }
    }

    /// Whether sekat and libseccomp know the same of a name, on every ABI.
    private static func isSame(_ name: String) -> Bool {
      if unsafe seccomp_syscall_resolve_name(name) == -1 { return Syscall.named(name) == nil }
      return architectures.values.allSatisfy { abi, token in
        let number = unsafe seccomp_syscall_resolve_name_arch(token, name)
        let call = Syscall.named(name)
        // Below 0 it has none, or is made through another call too.
        if number < 0 { return call.map { Self.lacks($0, abi) } ?? true }
        return call?.number(on: abi) == UInt32(number)
      }
    }

    private static func lacks(_ call: Syscall, _ abi: ABI) -> Bool {
      call.number(on: abi) == nil || MultiplexedCall.form(of: call, on: abi) != nil
    }

    /// The profile with the calls that this libseccomp knows.
    var text: String {
      get throws {
        String(decoding: try JSONSerialization.data(withJSONObject: profile), as: UTF8.self)
      }
    }

    private var entries: [Object] { profile["syscalls"] as? [Object] ?? [] }

    private static func names(_ entry: Object) -> [String] {
      (entry["names"] as? [String]) ?? (entry["name"] as? String).map { [$0] } ?? []
    }

    // MARK: Before runc

    private static let architectures: [String: (abi: ABI, token: UInt32)] = [
      "X86": (.i386, 0x4000_0003), "X86_64": (.x86_64, 0xc000_003e), "X32": (.x32, 0x4000_003e),
      "ARM": (.arm, 0x4000_0028), "AARCH64": (.aarch64, 0xc000_00b7),
      "RISCV64": (.riscv64, 0xc000_00f3), "PPC64LE": (.ppc64le, 0xc000_0015),
    ]

    private static func architecture(_ name: String) -> (abi: ABI, token: UInt32)? {
      architectures[String(name.dropFirst("SCMP_ARCH_".count))]
    }

    private static let machineNames: [ABI: String] = [
      .x86_64: "amd64", .aarch64: "arm64", .riscv64: "riscv64", .ppc64le: "ppc64le",
    ]

    /// The architectures that the profile names for the machine.
    private var listed: [(abi: ABI, token: UInt32)] {
      var names = profile["architectures"] as? [String] ?? []
      for entry in profile["archMap"] as? [Object] ?? [] {
        guard let own = entry["architecture"] as? String,
          Self.architecture(own)?.abi == machine.abi
        else { continue }
        let key = entry.keys.first { $0.lowercased() == "subarchitectures" } ?? ""
        names = [own] + (entry[key] as? [String] ?? [])
        break
      }
      return names.compactMap(Self.architecture)
    }

    private func isInForce(_ entry: Object) -> Bool {
      func strings(_ filter: Object?, _ key: String) -> [String] {
        filter?[key] as? [String] ?? []
      }
      func isNew(_ filter: Object?) -> Bool? {
        guard let text = filter?["minKernel"] as? String, !text.isEmpty else { return nil }
        let numbers = text.split(separator: ".").compactMap { Int($0) }
        return kernel >= (numbers[0], numbers[1])
      }
      let own = Self.machineNames[machine.abi] ?? ""
      let excludes = entry["excludes"] as? Object
      let includes = entry["includes"] as? Object
      if strings(excludes, "arches").contains(own) || isNew(excludes) == true { return false }
      if strings(excludes, "caps").contains(where: capabilities.contains) { return false }
      let arches = strings(includes, "arches")
      if !arches.isEmpty && !arches.contains(own) || isNew(includes) == false { return false }
      return strings(includes, "caps").allSatisfy(capabilities.contains)
    }

    // MARK: runc

    private static func action(_ name: String, _ errno: Any?) throws -> UInt32 {
      let number = (errno as? NSNumber)?.uint32Value ?? 1
      switch name {
      case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD": return 0
      case "SCMP_ACT_KILL_PROCESS": return 0x8000_0000
      case "SCMP_ACT_TRAP": return 0x0003_0000
      case "SCMP_ACT_ERRNO": return 0x0005_0000 | number
      case "SCMP_ACT_TRACE": return 0x7ff0_0000 | number
      case "SCMP_ACT_LOG": return 0x7ffc_0000
      case "SCMP_ACT_ALLOW": return 0x7fff_0000
      case "SCMP_ACT_NOTIFY": return 0x7fc0_0000
      default: throw Refusal(reason: name)
      }
    }

    private static let operators: [String: scmp_compare] = [
      "SCMP_CMP_NE": SCMP_CMP_NE, "SCMP_CMP_LT": SCMP_CMP_LT, "SCMP_CMP_LE": SCMP_CMP_LE,
      "SCMP_CMP_EQ": SCMP_CMP_EQ, "SCMP_CMP_GE": SCMP_CMP_GE, "SCMP_CMP_GT": SCMP_CMP_GT,
      "SCMP_CMP_MASKED_EQ": SCMP_CMP_MASKED_EQ,
    ]

    /// The program that runc installs.
    func program() throws -> BPFProgram {
      let entries = entries.filter(isInForce)
      let standard = try Self.action(
        profile["defaultAction"] as? String ?? "", profile["defaultErrnoRet"])
      guard let context = unsafe seccomp_init(standard) else { throw Refusal(reason: "no context") }
      defer { unsafe seccomp_release(context) }
      let own = Self.architectures.values.first { $0.abi == machine.abi }
      let served = listed.filter { machine.abis.contains($0.abi) }
      for (_, token) in [own].compactMap({ $0 }) + served {
        let result = unsafe seccomp_arch_add(context, token)
        guard result == 0 || result == -EEXIST else { throw Refusal(reason: "architecture") }
      }
      if machine.abi != ABI.native {
        guard unsafe seccomp_arch_remove(context, 0) == 0 else { throw Refusal(reason: "native") }
      }
      for entry in entries {
        let action = try Self.action(entry["action"] as? String ?? "", entry["errnoRet"])
        for name in Self.names(entry) where action != standard {
          try unsafe Self.add(entry, name, action, to: context)
        }
      }
      let isLenient = [0x7fff_0000, 0x7ffc_0000, 0x7ff0_0000].contains(standard & 0xffff_0000)
      let names = entries.flatMap(Self.names)
      let compiled = try unsafe Self.export(context)
      return try BPFProgram(verifying: prologue(isLenient ? [] : served, names) + compiled)
    }

    private static func add(
      _ entry: Object, _ name: String, _ action: UInt32, to context: scmp_filter_ctx
    ) throws {
      var comparisons: [scmp_arg_cmp] = []
      for argument in entry["args"] as? [Object] ?? [] {
        func number(_ key: String) -> UInt64 { (argument[key] as? NSNumber)?.uint64Value ?? 0 }
        guard let operation = operators[argument["op"] as? String ?? ""] else {
          throw Refusal(reason: "operator")
        }
        comparisons.append(
          scmp_arg_cmp(
            arg: UInt32(number("index")), op: operation, datum_a: number("value"),
            datum_b: number("valueTwo")))
      }
      let isSplit = Set(comparisons.map(\.arg)).count < comparisons.count
      let call = unsafe seccomp_syscall_resolve_name(name)
      if call == -1 { return }
      for rule in isSplit ? comparisons.map({ [$0] }) : [comparisons] {
        let result = unsafe rule.withUnsafeBufferPointer {
          unsafe seccomp_rule_add_array(context, action, call, UInt32($0.count), $0.baseAddress)
        }
        guard result == 0 else { throw Refusal(reason: "\(name): \(result)") }
      }
    }

    private static func export(_ context: scmp_filter_ctx) throws -> [BPFInstruction] {
      let folder = try TemporaryFolder()
      let path = folder.path(of: "program")
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      defer { close(descriptor) }
      guard unsafe seccomp_export_bpf(context, descriptor) == 0 else {
        throw Refusal(reason: "export")
      }
      return try BPFInstruction.list(
        fromBytes: Array(try Data(contentsOf: URL(filePath: path))), byteOrder: .little)
    }

    /// What runc puts before libseccomp's program, in as many words: `ENOSYS` above the largest number.
    private func prologue(
      _ served: [(abi: ABI, token: UInt32)], _ names: [String]
    ) -> [BPFInstruction] {
      let unknown = BPFOperation.returnConstant(0x0005_0026)
      var operations: [BPFOperation] = [
        .loadWord(offset: 0), .branch(.equal, .constant(.max), 0, 1), unknown,
      ]
      for (abi, token) in served {
        let numbers = names.map { unsafe seccomp_syscall_resolve_name_arch(token, $0) }
        guard let newest = numbers.max(), newest > 0 else { continue }
        let isX86 = abi == .x86_64
        operations += [
          .loadWord(offset: 4),
          .branch(.equal, .constant(abi.auditArchitecture), 0, isX86 ? 4 : 3),
          .loadWord(offset: 0),
        ]
        if isX86 { operations.append(.branch(.greaterOrEqual, .constant(0x4000_0000), 2, 0)) }
        operations += [.branch(.greater, .constant(UInt32(newest)), 0, 1), unknown]
      }
      return operations.map(\.instruction)
    }
  }
#endif
