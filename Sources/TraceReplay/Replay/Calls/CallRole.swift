/// What a call does to threads, by its name.
enum CallRole: UInt8 {
  case plain, exec, clone, install

  init(of name: String) {
    self =
      switch name {
      case "execve", "execveat": .exec
      case "clone", "clone3", "fork", "vfork": .clone
      case "seccomp", "prctl": .install
      default: .plain
      }
  }
}
