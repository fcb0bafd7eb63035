// swift-format-ignore-file
// Made by `swift run generate-tables` from the facts of Linux 7.2.13; do not edit.

extension StaticTable {
  /// Values that lead far: call.argument, values or flags, their names.
  static let riskyValueRows = StaticTable(
    """
    clone.clone_flags flags CLONE_NEWNS,CLONE_NEWCGROUP,CLONE_NEWUTS,CLONE_NEWIPC,CLONE_NEWUSER,CLONE_NEWPID,CLONE_NEWNET
    ioctl.cmd values TIOCSTI,TIOCLINUX
    socket.family values AF_VSOCK,AF_ALG
    unshare.unshare_flags flags CLONE_NEWNS,CLONE_NEWCGROUP,CLONE_NEWUTS,CLONE_NEWIPC,CLONE_NEWUSER,CLONE_NEWPID,CLONE_NEWNET,CLONE_NEWTIME

    """,
    starts: [
      0, 118, 153, 190,
    ])
}
